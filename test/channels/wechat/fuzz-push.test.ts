/** Anything at all sent to the callback endpoint: it neither breaks nor tells a secret, and takes only what is signed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { signatureOf } from '../../../channels/wechat/crypt.ts';
import { newKnobs } from '../../../channels/wechat/fake-knobs.ts';
import { APPID } from '../../../channels/wechat/fake-login.ts';
import { AES_KEY, AES_KEY_PREVIOUS, encrypt, type Push, sealPush, TOKEN } from '../../../channels/wechat/fake-push.ts';
import { readPush, textAt } from '../../../channels/wechat/read-push.ts';
import { signalsOf } from '../../../src/signal/signal.ts';
import { takePushed } from '../../../src/signal/take-pushed.ts';
import { aClock } from '../../support/channel-tools.ts';
import { openEndpoint } from './open-endpoint.ts';

const SECRET = 'the-secret-of-the-account';
const settings = { APPID, SECRET, TOKEN, AES_KEY, AES_KEY_PREVIOUS };
const SECRETS = [SECRET, TOKEN, AES_KEY, AES_KEY_PREVIOUS];
/** What the endpoint may say; the rest would be a fault of ours. */
const SAYS = new Set([200, 400, 403, 404, 405, 413, 415, 422]);

const message: Push = {
  FromUserName: 'oFollower-0000000000000000_1',
  CreateTime: 1772413200,
  MsgType: 'text',
  Content: '几点来水？',
  MsgId: '24000000000000001',
};
const jobEvent: Push = {
  FromUserName: 'mphelper',
  CreateTime: 1772413200,
  MsgType: 'event',
  Event: 'PUBLISHJOBFINISH',
  PublishEventInfo: {
    ...{ publish_id: '100000001', publish_status: 0, article_id: 'b5O2' },
    article_detail: { count: 1, item: [{ idx: 1, article_url: 'http://mp.weixin.qq.com/s?mid=2247503051&idx=1' }] },
  },
};

const mode = fc.constantFrom('plain', 'compatible', 'safe');
const format = fc.constantFrom('xml', 'json');
const type = fc.constantFrom('text/xml', 'application/json', 'text/plain', 'text/html', 'application/octet-stream');

/** Bytes of a valid push after some were changed, put in, taken out or repeated. */
const cuts = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.nat({ max: 20 }),
    put: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('<', ']]>', '<![CDATA[', '&#0;', '\u0000', '{', '}', '"'),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function mutate(body: string, changes: readonly { at: number; drop: number; put: string }[]): string {
  return changes.reduce((text, { at, drop, put }) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + put + text.slice(from + drop);
  }, body);
}

describe('the callback endpoint, fuzzed', () => {
  const at = openEndpoint(settings);
  const seal = (what: Push, changes: Partial<ReturnType<typeof newKnobs>>) =>
    sealPush({ knobs: { ...newKnobs(), ...changes }, clock: aClock() }, what);

  async function send(
    query: URLSearchParams | string,
    given: { type: string; body: string | Uint8Array<ArrayBuffer> },
  ): Promise<number> {
    const headers = { 'content-type': given.type };
    const answer = await fetch(`${at().url}?${query}`, { method: 'POST', headers, body: given.body });
    const told = `${await answer.text()}${at().lines.slice(-3).join()}`;
    for (const secret of SECRETS) assert.ok(!told.includes(secret), told);
    assert.ok(SAYS.has(answer.status), `${answer.status}: ${told}`);
    return answer.status;
  }

  it('takes nothing of random bytes', async () => {
    const query = fc.dictionary(
      fc.constantFrom('signature', 'timestamp', 'nonce', 'msg_signature', 'encrypt_type', 'openid', 'x'),
      fc.string({ maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(query, type, fc.uint8Array({ maxLength: 300 }), async (asked, sent, body) => {
        const status = await send(new URLSearchParams(asked), { type: sent, body: new Uint8Array(body) });
        assert.notEqual(status, 200);
      }),
      { numRuns: 150 },
    );
    assert.deepEqual(await at().kept(), []);
  });

  it('survives valid pushes with bytes changed, and keeps of a sealed one nothing but what was sealed', async () => {
    const what = fc.constantFrom(message, jobEvent);
    await fc.assert(
      fc.asyncProperty(what, mode, format, cuts, async (told, pushMode, pushFormat, changes) => {
        await at().forget();
        const { query, type: sent, body } = seal(told, { pushMode, pushFormat });
        await send(query, { type: sent, body: mutate(body, changes) });
        const kept = await at().read();
        if (pushMode === 'plain') return;
        for (const { comments, sightings } of kept) {
          assert.deepEqual(
            [comments.map(({ text }) => text), sightings.map(({ ticket }) => ticket)],
            told === message ? [['几点来水？'], []] : [[], ['100000001']],
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('survives anything said by somebody who holds the key, and can work on all that it keeps', async () => {
    const value = fc.oneof(
      fc.string({ maxLength: 30, unit: 'binary' }),
      fc.constantFrom(
        'text',
        'event',
        'image',
        'PUBLISHJOBFINISH',
        'MASSSENDJOBFINISH',
        '',
        '9'.repeat(400),
        '-1',
        '1e999',
      ),
      fc.bigInt(),
      fc.double(),
      fc.constant({
        publish_id: ['1', { a: 1 }],
        publish_status: '4',
        fail_idx: [[], {}],
        article_detail: { item: 7 },
      }),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const good = { FromUserName: 'o1', CreateTime: 1772413200, MsgType: 'text', MsgId: '1', Content: '问' };
    const fields = [...Object.entries(good), ['Event', 'subscribe'], ['PublishEventInfo', {}], ['__proto__', {}]];
    const perhaps = fields.map(([name, as]) => [name, fc.oneof({ weight: 3, arbitrary: fc.constant(as) }, value)]);
    const said = fc.record(Object.fromEntries(perhaps), { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(said, mode, async (told, pushMode) => {
        const text = JSON.stringify(told, (_key, one) => (typeof one === 'bigint' ? String(one) : one));
        const { query, body } = sealText(text, pushMode);
        await send(query, { type: 'application/json', body });
        const kept = await at().read();
        if (kept.length > 0) await takePushed({ db: at().db }, 'wechat', kept);
      }),
      { numRuns: 300 },
    );
    const taken = await signalsOf(at().db).find({}).toArray();
    assert.ok(taken.length > 0);
    for (const { writtenAt } of taken) assert.ok(!Number.isNaN(writtenAt.getTime()));
  });

  /** Any text, signed and sealed as a message. */
  function sealText(text: string, pushMode: string) {
    const [timestamp, nonce] = ['1714036504', '7'];
    const query = new URLSearchParams({ signature: signatureOf(TOKEN, timestamp, nonce), timestamp, nonce });
    if (pushMode === 'plain') return { query, body: text };
    const Encrypt = encrypt(text, newKnobs());
    query.set('msg_signature', signatureOf(TOKEN, timestamp, nonce, Encrypt));
    return { query, body: JSON.stringify({ Encrypt }) };
  }

  it('answers bombs within a second and takes none of them', async () => {
    const [timestamp, nonce] = ['1714036504', '7'];
    const query = new URLSearchParams({ signature: signatureOf(TOKEN, timestamp, nonce), timestamp, nonce });
    const laughs = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "&l${n};&l${n};&l${n};&l${n};">`).join('');
    const bombs: readonly (readonly [string, string])[] = [
      ['text/xml', `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><xml><Content>&l20;</Content></xml>`],
      ['text/xml', `<xml>${'<a>'.repeat(250_000)}`],
      ['text/xml', `<xml>${'<a>'.repeat(80_000)}${'</a>'.repeat(80_000)}</xml>`],
      ['text/xml', `<xml>${'<a></a>'.repeat(140_000)}</xml>`],
      ['text/xml', `<xml><Content><![CDATA[${']]'.repeat(500_000)}</xml>`],
      ['text/xml', `<xml><!--${'-'.repeat(1_000_000)}</xml>`],
      ['text/xml', `<xml><a ${'b="c" '.repeat(150_000)}></a></xml>`],
      ['application/json', `${'{"a":'.repeat(160_000)}1${'}'.repeat(160_000)}`],
      ['application/json', `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
      ['application/json', `{"MsgId":${'9'.repeat(1_000_000)}}`],
    ];
    for (const [sent, body] of bombs) {
      const began = performance.now();
      await send(query, { type: sent, body });
      const ms = performance.now() - began;
      assert.ok(ms < 5000, `${body.slice(0, 40)}: ${ms} ms`);
    }
    for (const { comments } of await at().read()) assert.deepEqual(comments, []);
  });
});

describe('readPush', () => {
  const name = fc.stringMatching(/^[A-Z][A-Za-z]{0,8}$/);
  const text = fc.string({ maxLength: 20 }).map((one) => one.trim());

  it('reads flat messages and others alike, each field as it was said', () => {
    fc.assert(
      fc.property(fc.dictionary(name, text, { minKeys: 1 }), fc.boolean(), (fields, isNested) => {
        const inner = Object.entries(fields).map(([field, said], nth) => {
          if (nth % 3 === 0) return `<${field}>${said.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${field}>`;
          return `<${field}><![CDATA[${said.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${field}>`;
        });
        const xml = `<xml>\n${inner.join('\n')}${isNested ? '<zZ><a>1</a><a>2</a></zZ>' : ''}</xml>`;
        const read = readPush(xml);
        for (const [field, said] of Object.entries(fields)) assert.equal(textAt(read, field), said);
      }),
    );
  });
});
