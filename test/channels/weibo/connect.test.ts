/** The token that a person gives by OAuth: asked for, exchanged, kept, and which one counts. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { anAttempt, memoryLog, memoryVault, recordingVault } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openChannel, openPlayed, pieceOf, sendJson, UID } from './open-weibo.ts';

afterEach(closeAll);

const APP = { APPKEY: '1234567890', APPSECRET: 'c0ffee' };
const returnTo = 'https://www.example.gov.cn/connect/weibo/back';
const GRANT = { access_token: '2.00new', expires_in: 2_592_000, remind_in: '2592000', uid: UID };

async function openApplication(answer: unknown, settings: Record<string, string> = {}, status = 200) {
  const vault = recordingVault();
  const { url, asked } = await openBare((_asked, response) => sendJson(response, answer, status));
  const { log, lines } = memoryLog();
  const given = { ENDPOINT: url, UID, ...APP, ...settings };
  const channel = openChannel(given, { vault: vault.vault, log });
  const take = () => channel.connecting!.take({ code: 'c0de', returnTo }, anAttempt({ log }));
  return { asked, channel, take, put: vault.put, lines };
}

describe('connecting a weibo account', () => {
  it('needs an application', () => {
    const { connecting } = openChannel({ UID, ENDPOINT: 'http://127.0.0.1:1' });
    assert.equal(connecting, undefined);
  });

  it('sends people to the platform’s page with the key and never the secret', () => {
    const { connecting } = openChannel({ UID, OPERATOR_IP: '1.2.3.4', ...APP });
    const page = new URL(connecting!.pageFor({ state: 's&t', returnTo }));
    assert.equal(page.origin + page.pathname, 'https://api.weibo.com/oauth2/authorize');
    const asked = { client_id: APP.APPKEY, redirect_uri: returnTo, response_type: 'code', state: 's&t' };
    assert.deepEqual(Object.fromEntries(page.searchParams), asked);
  });

  it('comes back to the address of the settings where one is named', async () => {
    const REDIRECT_URI = 'https://www.example.gov.cn/connect/weibo/back2';
    const { asked, channel, take } = await openApplication(GRANT, { REDIRECT_URI });
    const page = new URL(channel.connecting!.pageFor({ state: 's', returnTo }));
    await take();
    const sent = new URLSearchParams(asked[0]?.body).get('redirect_uri');
    assert.deepEqual([page.searchParams.get('redirect_uri'), sent], [REDIRECT_URI, REDIRECT_URI]);
  });

  it('exchanges the code in the form and keeps the token with its end', async () => {
    const { asked, take, put } = await openApplication(GRANT);
    assert.deepEqual(await take(), { endsAt: new Date('2026-04-01T09:00:00+08:00') });
    const [call] = asked;
    assert.deepEqual([call?.method, call?.path, String(call?.query)], ['POST', '/oauth2/access_token', '']);
    const { grant_type, code, redirect_uri } = Object.fromEntries(new URLSearchParams(call?.body));
    assert.deepEqual([grant_type, code, redirect_uri], ['authorization_code', 'c0de', returnTo]);
    assert.match(put.join(), /2\.00new/);
  });

  it('reads numbers and texts alike', async () => {
    for (const changes of [{ expires_in: '2592000' }, { uid: Number(UID) }, { remind_in: 1 }]) {
      const { take } = await openApplication({ ...GRANT, ...changes });
      assert.deepEqual((await take()).endsAt, new Date('2026-04-01T09:00:00+08:00'));
    }
  });

  const wrong: Readonly<Record<string, readonly [unknown, number, RegExp]>> = {
    'another account agreed': [{ ...GRANT, uid: '7' }, 200, /不是本账号/],
    'the code was used': [
      { error: 'invalid_grant', error_code: 21325, error_description: 'c0ffee' },
      400,
      /授权码无效/,
    ],
    'the secret is wrong': [{ error: 'invalid_client', error_code: '21324' }, 400, /App Secret 不正确/],
    'the answer is a page': ['<html>c0ffee', 200, /无法辨认/],
    'the answer lacks its end': [{ ...GRANT, expires_in: null }, 200, /不符合接口说明/],
    'the end is absurd': [{ ...GRANT, expires_in: 1e30 }, 200, /不符合接口说明/],
  };
  for (const [what, [answer, status, words]] of Object.entries(wrong)) {
    it(`keeps nothing and shows no secret when ${what}`, async () => {
      const { take, put, lines } = await openApplication(answer, {}, status);
      const failure = await failureOf(take());
      assert.match(failure.message, words);
      assert.deepEqual(put, []);
      const told = inspect(failure, { depth: 9, showHidden: true }) + lines.join();
      assert.ok(!/c0ffee|c0de|2\.00new/.test(told), told);
    });
  }
});

describe('the token that counts on weibo', () => {
  async function sent(settings: Record<string, string>, vault = memoryVault(), now = anAttempt().now) {
    const tokens: (string | null)[] = [];
    const { url } = await openBare(({ path, body }, response) => {
      if (path === '/oauth2/access_token') return sendJson(response, GRANT);
      tokens.push(new URLSearchParams(body).get('access_token'));
      return sendJson(response, '{"id":1}');
    });
    const channel = openChannel({ ENDPOINT: url, UID, ...APP, ...settings }, { vault });
    return {
      connect: () => channel.connecting!.take({ code: 'c0de', returnTo }, anAttempt()),
      publish: () => channel.publish(pieceOf(channel), anAttempt({ now })),
      tokens,
    };
  }

  it('is the one a person gave last, by connecting or in the settings, over a restart', async () => {
    const vault = memoryVault();
    const first = await sent({ ACCESS_TOKEN: '2.00old' }, vault);
    await first.publish();
    await first.connect();
    await first.publish();
    assert.deepEqual(first.tokens, ['2.00old', '2.00new']);
    const restarted = await sent({ ACCESS_TOKEN: '2.00old' }, vault);
    await restarted.publish();
    const changed = await sent({ ACCESS_TOKEN: '2.00newest' }, vault);
    await changed.publish();
    const without = await sent({}, vault);
    await without.publish();
    assert.deepEqual([restarted.tokens, changed.tokens, without.tokens], [['2.00new'], ['2.00newest'], ['2.00new']]);
  });

  it('is not tried once its end is known to be over', async () => {
    const vault = memoryVault();
    const { connect } = await sent({}, vault);
    await connect();
    const late = await sent({}, vault, new Date('2026-04-01T09:00:00+08:00'));
    const failure = await failureOf(late.publish());
    assert.deepEqual([failure.kind, late.tokens], ['locked-out', []]);
    assert.match(failure.message, /已于 2026-04-01 09:00 到期/);
  });

  it('is missing until somebody connects', async () => {
    const { publish } = await sent({});
    assert.equal((await failureOf(publish())).kind, 'locked-out');
  });

  it('is taken by the playback after its click, and holds', async () => {
    const { fake, channel, clock } = await openPlayed();
    fake.setTokenLife(0);
    const page = channel.connecting!.pageFor({ state: 's', returnTo: `${new URL(fake.url).origin}/x` });
    assert.match(await (await fetch(page)).text(), /21322/);
    const own = 'https://www.luodian.example/connect/weibo/back';
    const asked = new URL(channel.connecting!.pageFor({ state: 's', returnTo: own }));
    const form = new URLSearchParams([...asked.searchParams, ['answer', 'yes']]);
    const sent = await fetch(`${fake.url}/oauth2/authorize`, { method: 'POST', body: form, redirect: 'manual' });
    const back = new URL(sent.headers.get('location') ?? '');
    assert.equal(back.searchParams.get('state'), 's');
    const code = back.searchParams.get('code') ?? '';
    await channel.connecting!.take({ code, returnTo: own }, anAttempt({ now: clock.now() }));
    assert.equal((await channel.publish(pieceOf(channel), anAttempt({ now: clock.now() }))).state, 'done');
    const again = channel.connecting!.take({ code, returnTo: own }, anAttempt({ now: clock.now() }));
    assert.equal((await failureOf(again)).code, '21325');
  });
});
