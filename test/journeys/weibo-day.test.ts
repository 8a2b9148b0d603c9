/** A whole day on a platform that allows a hundred calls: all is sent, all is read, and nothing runs into the wall. */
import assert from 'node:assert/strict';
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import type { Trouble } from '../../src/channel/fake.ts';
import { minutes, startOfDay } from '../../src/clock.ts';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

const MOST = 100;
const STEP = 15; // minutes; far more often than the platform would let us read
const TROUBLES: readonly Trouble[] = ['lost-answer', 'hang', 'bad-gateway', 'reset-after', 'limit', 'no-route'];

describe('a day with a hundred calls', () => {
  let office: Office;
  let weibo: WeiboFake;
  before(async () => {
    const env = { WEIBO_CALLS_PER_DAY: String(MOST), WEIBO_ANSWER_TIMEOUT_MS: '200', WEIBO_POSTS_PER_HOUR: '30' };
    office = await openOffice({ start: startOfDay('2026-03-02'), env });
    weibo = office.fakes.weibo as WeiboFake;
    weibo.countCalls(MOST);
  });
  after(() => office.close());

  const source = async (): Promise<Body> =>
    (await ok(office.staff.responder.get('/api/sources'))).body.items.find(({ account }: Body) => account === 'weibo');

  const allowances = async (): Promise<Body[]> => {
    const { items } = (await ok(office.staff.approver.get('/api/accounts'))).body;
    return items.find(({ id }: Body) => id === 'weibo').allowances;
  };

  it('reads and posts all day long within them, whatever gets lost', async function () {
    this.timeout(60_000);
    const { app } = office.service;
    const states = new Set<string>();
    let [released, written] = [0, 0];
    for (let minute = 0; minute < 24 * 60; minute += STEP) {
      office.clock.set(new Date(startOfDay('2026-03-02').getTime() + minutes(minute)));
      if (minute % 90 === 0) {
        const trouble = TROUBLES[released % (TROUBLES.length * 2)];
        if (trouble) weibo.spoilNext(trouble);
        await publish(office, aDraft({ title: `关于第${++released}处停车场开放的公告` }));
      }
      await app.idle();
      const post = weibo.posts().at(-1);
      if (minute % 45 === 0 && post)
        weibo.comment(post.ref, `网友${minute}`, `第${++written}问：${minute}路几点发车？`);
      if (minute % 240 === 0) weibo.mention(`路人${minute}`, `@我们 第${++written}问：${minute}号井盖丢了`);
      await pullAllComments(app, office.clock.now());
      states.add((await source()).state);
      assert.ok(weibo.used() <= MOST, `${weibo.used()} calls by ${minute / 60} h`);
    }
    const [all, comments, mentions] = await allowances();
    assert.deepEqual([all.most, comments.most, mentions.most], [100, 48, 12]);
    assert.ok(all.used >= weibo.used() && all.used <= MOST, JSON.stringify([all, weibo.used()]));
    assert.ok(comments.used === 48 && mentions.used >= 11, JSON.stringify([comments, mentions]));
    assert.equal(all.until, startOfDay('2026-03-03').toISOString());
    await office.settle();
    office.clock.set(new Date(startOfDay('2026-03-04').getTime()));
    assert.equal((await allowances())[0].used, 0);
    await pullAllComments(app, office.clock.now());
    const out = await app.db.collection('deliveries').countDocuments({ account: 'weibo', state: 'done' });
    const posted = weibo.posts().filter(({ gone }) => !gone).length;
    assert.deepEqual([out, posted, released], [16, 16, 16]);
    assert.deepEqual([...states].sort(), ['not-pulled', 'working']);
    const taken = await app.db.collection('signals').countDocuments({ account: 'weibo' });
    assert.equal(taken, written);
  });
});
