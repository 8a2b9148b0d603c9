/** Private messages as the platform pushes them. */
import assert from 'node:assert/strict';
import { readPushed, receive, signatureOf } from '../../../channels/weibo/receive.ts';
import { settingsSchema } from '../../../channels/weibo/settings.ts';
import type { PushedMessage } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { closeAll, openChannel, openPlayed, UID } from './open-weibo.ts';

afterEach(closeAll);

const SECRET = 'c0ffee';
const GIVEN = { UID, OPERATOR_IP: '203.0.113.7', ACCESS_TOKEN: 't', APPKEY: '1', APPSECRET: SECRET, MESSAGES: '1' };
const settings = settingsSchema.parse(GIVEN);
const now = new Date('2026-03-02T09:00:00+08:00');
const query = { timestamp: '1323253', nonce: '1514711', signature: signatureOf(SECRET, '1323253', '1514711') };
const DATE = 'Mon Mar 02 08:59:17 +0800 2026';

const push = (body: string, changes: Partial<PushedMessage> = {}) => {
  const received = receive(settings, { method: 'POST', query, type: 'application/json', body, now, ...changes });
  return { ...received, comments: received.key === null ? [] : readPushed(received.body).comments };
};
const message = (changes = '') =>
  `{"type":"text","receiver_id":${UID},"sender_id":9007199254740993,"created_at":"${DATE}","text":"路灯坏了","data":{}${changes}}`;
const isRefused = (error: unknown) => error instanceof ChannelFailure && error.kind === 'refused';

describe('a push of weibo', () => {
  it('is signed with secret, timestamp and nonce, sorted and joined', () => {
    // printf 13232531514711c0ffee | sha1sum
    assert.equal(query.signature, '28116181ae368721dfc4b22a63235e4ddfb6d570');
  });

  it('echoes the string of the check once the signature is right', () => {
    const check = { method: 'GET', body: '', query: { ...query, echostr: '4375120948' } } as const;
    assert.equal(push('', check).answer.body, '4375120948');
    for (const signature of ['', '0'.repeat(40), query.signature.slice(1), `${query.signature}0`, '微博']) {
      assert.throws(() => push('', { ...check, query: { ...check.query, signature } }), isRefused);
      assert.throws(() => push(message(), { query: { ...query, signature } }), isRefused);
    }
    assert.throws(() => push('', { ...check, query: {} }), isRefused);
  });

  it('brings a message with all digits of its sender, and is answered with nothing', () => {
    const { answer, comments, reaches } = push(message());
    assert.deepEqual([answer.status, answer.body, reaches], [200, '', false]);
    assert.deepEqual(comments, [
      {
        ref: 'message|9007199254740993|1772413157',
        ...{ kind: 'message', post: null, author: { id: '9007199254740993', name: '' }, text: '路灯坏了' },
        writtenAt: new Date('2026-03-02T08:59:17+08:00'),
        raw: { type: 'text', receiver_id: 2018000137, created_at: 'Mon Mar 02 08:59:17 +0800 2026', data: {} },
      },
    ]);
  });

  it('is the same message when it comes twice, and another one at another time or from somebody else', () => {
    const refOf = (body: string) => push(body).comments[0]?.ref;
    assert.equal(refOf(message()), refOf(message()));
    assert.notEqual(refOf(message()), refOf(message().replace('08:59:17', '08:59:18')));
    assert.notEqual(refOf(message()), refOf(message().replace('740993', '740994')));
  });

  it('shows that a picture, a voice or a place came', () => {
    const wordless = (type: string) => push(message(`,"type":"${type}","text":""`)).comments[0]?.text;
    assert.deepEqual(['image', 'voice', 'position'].map(wordless), ['［图片］', '［语音］', '［位置］']);
    assert.equal(push(message(',"type":"position","text":""')).reaches, true);
  });

  it('accepts and leaves events, unknown types and what it cannot read as a message', () => {
    const events = ['follow', 'unfollow', 'subscribe', 'unsubscribe', 'scan', 'scan_follow', 'click', 'view'];
    const bodies = [
      ...events.map((subtype) => message(`,"type":"event","data":{"subtype":"${subtype}","key":"k"}`)),
      message(',"type":"mention"'),
      message(',"type":"hologram"'),
      message(',"created_at":"刚刚"'),
      message(',"text":""'),
      '{}',
    ];
    for (const body of bodies) {
      const { answer, comments } = push(body);
      assert.deepEqual([answer.status, comments], [200, []], body);
    }
  });

  it('is refused when it is for another account, or no JSON', () => {
    assert.throws(() => push(message(',"receiver_id":7')), isRefused);
    for (const body of ['', 'x', 'null', '{"type"', '[', '1']) assert.throws(() => push(body), isRefused, body);
  });

  it('is not listened to until somebody switches it on', async () => {
    const { MESSAGES: _, ...off } = GIVEN;
    assert.equal(openChannel(off).receive, undefined);
    assert.equal(typeof openChannel(GIVEN).receive, 'function');
    assert.equal((await openPlayed()).channel.receive, undefined);
  });
});
