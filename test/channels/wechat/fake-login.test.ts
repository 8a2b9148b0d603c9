import assert from 'node:assert/strict';
import { hours, minutes, seconds } from '../../../src/clock.ts';
import { openCaller, type Told } from './open-caller.ts';
import { openWechat } from './open-wechat.ts';

describe('the playback', () => {
  const world = openWechat();
  const { ask, codeOf, logIn, plainToken, token, use } = openCaller(world);

  describe('tokens', () => {
    it('stay the same in normal mode with the seconds that remain, and are renewed in the last five minutes', async () => {
      const { clock } = world();
      clock.pass(minutes(10));
      assert.deepEqual(await logIn(), { access_token: token(), expires_in: 6600 });
      clock.pass(hours(2) - minutes(14));
      assert.notEqual((await logIn()).access_token, token());
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 0);
      clock.pass(minutes(5));
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 42001);
    });

    it('die when a new one is forced, which is allowed every 30 seconds and 20 times a day', async () => {
      const { clock } = world();
      const forced = await logIn({ force_refresh: true });
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 40001);
      use(forced.access_token);
      assert.equal((await logIn({ force_refresh: true })).errcode, 45011);
      for (let nth = 1; nth < 20; nth++) {
        clock.pass(seconds(30));
        assert.equal((await logIn({ force_refresh: true })).errcode, undefined);
      }
      clock.pass(seconds(30));
      assert.equal((await logIn({ force_refresh: true })).errcode, 45009);
    });

    it('of both families do not touch each other', async () => {
      const stable = token();
      const plain = await plainToken();
      const next = await plainToken();
      for (const one of [stable, plain, next]) {
        use(one);
        assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 0);
      }
      world().clock.pass(minutes(6));
      use(plain);
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 42001);
    });

    it('are refused when missing, wrong, or asked with a wrong secret', async () => {
      use('');
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 41001);
      use('x');
      const told = await ask('/cgi-bin/draft/count');
      assert.equal(told.errcode, 40001);
      assert.match(told.errmsg!, /rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
      assert.equal((await logIn({ secret: 'x' })).errcode, 40125);
      assert.equal((await logIn({ appid: 'x' })).errcode, 40013);
    });
  });

  describe('calls', () => {
    it('are answered with codes for another method, no body, no JSON and escaped Chinese', async () => {
      assert.equal(await codeOf(ask('/cgi-bin/draft/add')), 43002);
      const raw = async (body: string) => {
        const url = `${world().fake.url}/cgi-bin/draft/add?access_token=${token()}`;
        return ((await (await fetch(url, { method: 'POST', body })).json()) as Told).errcode;
      };
      assert.equal(await raw(''), 44002);
      assert.equal(await raw('{'), 47001);
      assert.equal(await raw('{"articles":"\\u516c"}'), 40033);
    });

    it('are counted by the day in Beijing', async () => {
      const { clock } = world();
      for (let nth = 0; nth < 10; nth++) await ask('/cgi-bin/freepublish/delete', { article_id: 'x' });
      assert.equal(await codeOf(ask('/cgi-bin/freepublish/delete', { article_id: 'x' })), 45009);
      clock.pass(hours(15));
      use((await logIn()).access_token);
      assert.equal(await codeOf(ask('/cgi-bin/freepublish/delete', { article_id: 'x' })), 53600);
    });
  });
});
