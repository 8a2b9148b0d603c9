/** The callback endpoint over real HTTP, as the platform meets it. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { signatureOf } from '../../../channels/wechat/crypt.ts';
import { newKnobs } from '../../../channels/wechat/fake-knobs.ts';
import { APPID } from '../../../channels/wechat/fake-login.ts';
import { AES_KEY, AES_KEY_PREVIOUS, type Push, sealPush, TOKEN } from '../../../channels/wechat/fake-push.ts';
import { aClock } from '../../support/channel-tools.ts';
import { openEndpoint } from './open-endpoint.ts';

const SECRET = 'the-secret-of-the-account';
const settings = { APPID, SECRET, TOKEN, AES_KEY, AES_KEY_PREVIOUS };

const message: Push = {
  FromUserName: 'oFollower-0000000000000000_1',
  CreateTime: 1772413200,
  MsgType: 'text',
  Content: '几点来水？]]>',
  MsgId: '24000000000000001',
};
const jobEvent = (publish_id: string): Push => ({
  FromUserName: 'mphelper',
  CreateTime: 1772413200,
  MsgType: 'event',
  Event: 'PUBLISHJOBFINISH',
  PublishEventInfo: { publish_id, publish_status: 4, fail_idx: ['1', '2'] },
});

function seal(what: Push, knobs: Partial<ReturnType<typeof newKnobs>> = {}) {
  return sealPush({ knobs: { ...newKnobs(), pushMode: 'plain', ...knobs }, clock: aClock() }, what);
}

type Sealed = ReturnType<typeof seal>;

describe('the callback endpoint', () => {
  const at = openEndpoint(settings);
  const push = ({ query, type, body }: Sealed, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${at().url}?${query}`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });

  it('answers the check of the address with the very bytes asked for, and nothing without a right signature', async () => {
    const [timestamp, nonce, echostr] = ['1714036504', '1514711492', '4375120948345356249'];
    const query = { signature: signatureOf(TOKEN, timestamp, nonce), timestamp, nonce, echostr };
    const echoed = await fetch(`${at().url}?${new URLSearchParams(query)}`);
    assert.deepEqual([echoed.status, await echoed.text()], [200, echostr]);
    assert.match(echoed.headers.get('content-type') ?? '', /^text\/plain/);
    const refused = await fetch(`${at().url}?${new URLSearchParams({ ...query, signature: '0'.repeat(40) })}`);
    assert.equal(refused.status, 403);
    assert.ok(!(await refused.text()).includes(echostr));
    assert.deepEqual(await at().kept(), []);
  });

  for (const pushMode of ['plain', 'compatible', 'safe'] as const) {
    for (const pushFormat of ['xml', 'json'] as const) {
      it(`keeps a message in ${pushMode} mode as ${pushFormat} before it says success`, async () => {
        const answer = await push(seal(message, { pushMode, pushFormat }));
        assert.deepEqual([answer.status, await answer.text()], [200, 'success']);
        const [kept, ...more] = await at().kept();
        assert.deepEqual(more, []);
        assert.equal(kept?._id, 'wechat:message:24000000000000001');
        const [read] = await at().read();
        assert.equal(read?.comments[0]?.text, '几点来水？]]>');
        assert.deepEqual(read?.at, at().clock.now());
        assert.equal(at().short.length, 1);
      });
    }
  }

  it('opens what was sealed with the key before, while a change of keys spreads', async () => {
    assert.equal((await push(seal(message, { pushMode: 'safe', pushKey: 'previous' }))).status, 200);
    assert.equal((await at().kept()).length, 1);
  });

  it('takes a message once that comes three times side by side, and answers each', async () => {
    const sealed = seal(message, { pushMode: 'safe' });
    const answers = await Promise.all([push(sealed), push(sealed), push(sealed)]);
    assert.deepEqual(await Promise.all(answers.map((one) => one.text())), ['success', 'success', 'success']);
    assert.equal((await at().kept()).length, 1);
  });

  it('says the words of a rule in its answer, the same each time, and keeps that it did', async () => {
    at().says = (comments) => ({ rule: 'r1', text: `您问：${comments()[0]?.text}` });
    const sealed = seal(message, { pushMode: 'plain' });
    for (let times = 0; times < 2; times++) {
      const answer = await push(sealed);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/xml/);
      assert.match(await answer.text(), /<Content><!\[CDATA\[您问：几点来水？]]]]><!\[CDATA\[>]]><\/Content>/);
    }
    const [kept, ...more] = await at().read();
    assert.deepEqual([kept?.said, more.length], [{ rule: 'r1', text: '您问：几点来水？]]>' }, 0]);
  });

  it('says success where the words do not go into an answer, and keeps that nothing was said', async () => {
    at().says = () => ({ rule: 'r1', text: '好'.repeat(683) });
    assert.equal(await (await push(seal(message))).text(), 'success');
    at().says = () => ({ rule: 'r1', text: '好' });
    assert.equal(await (await push(seal(jobEvent('1')))).text(), 'success');
    assert.deepEqual(
      (await at().read()).map(({ said }) => said),
      [undefined, undefined],
    );
  });

  it('tells two jobs apart that end within one second, and one from its repetition', async () => {
    await Promise.all(['1', '2', '1'].map((id) => push(seal(jobEvent(id)))));
    const kept = await at().read();
    assert.deepEqual(kept.map(({ sightings }) => sightings[0]?.ticket).sort(), ['1', '2']);
  });

  it('takes a push however old or new its time is, since a retry after an outage is as good as the first', async () => {
    for (const [nth, timestamp] of ['1', '1400000000', '4000000000'].entries()) {
      const query = new URLSearchParams({ signature: signatureOf(TOKEN, timestamp, '7'), timestamp, nonce: '7' });
      const answer = await push({ ...seal({ ...message, MsgId: `${nth}`, CreateTime: Number(timestamp) }), query });
      assert.equal(answer.status, 200);
    }
    const times = (await at().read()).map(({ comments }) => comments[0]?.writtenAt.getTime());
    assert.deepEqual(times, [1000, 1400000000_000, at().clock.now().getTime()]);
  });

  it('takes unknown events and keeps that they came', async () => {
    const answer = await push(seal({ FromUserName: 'o1', CreateTime: 1, MsgType: 'event', Event: 'never_heard_of' }));
    assert.equal(await answer.text(), 'success');
    const [kept] = await at().read();
    assert.deepEqual([kept?.comments, kept?.sightings], [[], []]);
  });

  it('refuses a wrong signature, another account’s message and a foreign key, and says nothing of secrets', async () => {
    const signed = seal(message);
    signed.query.set('signature', '0'.repeat(40));
    const sealed = seal(message, { pushMode: 'safe' });
    sealed.query.set('msg_signature', sealed.query.get('signature') ?? '');
    const wrong = [
      signed,
      sealed,
      seal(message, { pushMode: 'safe', pushFault: 'signature' }),
      seal(message, { pushMode: 'safe', pushFault: 'appid' }),
      seal(message, { pushMode: 'safe', pushFault: 'key' }),
    ];
    for (const one of wrong) {
      const answer = await push(one);
      const text = await answer.text();
      assert.equal(answer.status, 403, text);
      for (const secret of [SECRET, TOKEN, AES_KEY]) assert.ok(!`${text}${at().lines.join()}`.includes(secret));
    }
    assert.deepEqual(await at().kept(), []);
  });

  it('takes a push whatever type its header tells, or none', async () => {
    for (const [nth, type] of ['text/xml;charset=UTF-8', 'application/x-www-form-urlencoded', ''].entries()) {
      const { query, body } = seal({ ...message, MsgId: String(nth + 1) });
      const status = await new Promise((resolve, reject) => {
        const headers = { 'content-length': Buffer.byteLength(body), ...(type && { 'content-type': type }) };
        const sending = request(`${at().url}?${query}`, { method: 'POST', headers }, (answer) =>
          resolve(answer.resume().statusCode),
        );
        sending.once('error', reject).end(body);
      });
      assert.equal(status, 200);
    }
    assert.equal((await at().kept()).length, 3);
  });

  it('takes what has an unknown length, and refuses what is too long, compressed or from a stranger’s page', async () => {
    const sealed = seal(message);
    const chunked = await new Promise<number | undefined>((resolve, reject) => {
      const options = { method: 'POST', headers: { 'content-type': 'text/xml', 'transfer-encoding': 'chunked' } };
      const sending = request(`${at().url}?${sealed.query}`, options, (answer) => resolve(answer.resume().statusCode));
      sending.once('error', reject);
      sending.write(sealed.body.slice(0, 50));
      sending.end(sealed.body.slice(50));
    });
    assert.equal(chunked, 200);
    assert.equal((await push({ ...sealed, body: `${sealed.body}${' '.repeat(1024 * 1024)}` })).status, 413);
    assert.equal((await push(sealed, { 'content-encoding': 'gzip' })).status, 415);
    assert.equal((await push(sealed, { origin: 'https://elsewhere.example' })).status, 403);
    assert.deepEqual(at().short, []);
    assert.equal((await at().kept()).length, 1);
  });

  it('says 503 and no success while the store is away, so that the platform sends again', async () => {
    const sealed = seal(message);
    for (const trouble of ['not done', 'outage'] as const) {
      at().failing.failAt(1, trouble);
      const answer = await push(sealed);
      assert.deepEqual([answer.status, await answer.text(), answer.headers.get('retry-after')], [503, '', '10']);
    }
    while (!at().failing.isOver()) await push(sealed);
    assert.equal((await push(sealed)).status, 200);
    assert.equal((await at().kept()).length, 1);
  });

  it('knows no account of another name', async () => {
    const { query, type, body } = seal(message);
    const url = at().url.replace('wechat', 'nobody');
    const answer = await fetch(`${url}?${query}`, { method: 'POST', headers: { 'content-type': type }, body });
    assert.equal(answer.status, 404);
  });
});
