/** Requests nobody should get through, each with what must be said about it. Ids of what is there stand as :draft, :out … */
import type { ProblemCode } from '../../src/errors.ts';
import type { Staff } from './open-office.ts';

export interface BadRequest {
  readonly who: keyof Staff;
  /** Method and path. */
  readonly asks: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly code: ProblemCode;
  /** The field that is named, with problem and remedy; null where it is none field's fault. */
  readonly field: string | null;
}

type Wrong = readonly [asks: string, body: unknown, field: string | null];

const JSON_TYPE = { 'content-type': 'application/json' };
const NDJSON = { 'content-type': 'application/x-ndjson' };

const invalid = (who: keyof Staff, rows: readonly Wrong[]): readonly BadRequest[] =>
  rows.map(([asks, body, field]) => ({ who, asks, body, field, status: 422, code: 'invalid-input' }));

const draft = { title: '关于测试的公告', body: '<p>正文</p>', column: 'news' };

const texts: readonly Wrong[] = [
  ['POST /api/releases', { body: '<p>正文</p>' }, 'title'],
  ['POST /api/releases', { ...draft, title: '　 ' }, 'title'],
  ['POST /api/releases', { ...draft, title: '字'.repeat(201) }, 'title'],
  ['POST /api/releases', { ...draft, title: '上半句\n下半句' }, 'title'],
  ['POST /api/releases', { ...draft, title: '空\u0000字' }, 'title'],
  ['POST /api/releases', { ...draft, title: '半个\ud800字' }, 'title'],
  ['POST /api/releases', { ...draft, title: { $gt: '' } }, 'title'],
  ['POST /api/releases', { ...draft, titel: '拼错' }, 'titel'],
  ['POST /api/releases', { ...draft, state: 'approved' }, 'state'],
  ['POST /api/releases', { ...draft, column: 'no-such-column' }, 'column'],
  ['POST /api/releases', { ...draft, column: '__proto__' }, 'column'],
  ['POST /api/releases', { ...draft, kind: 'news' }, 'kind'],
  ['POST /api/releases', { ...draft, accounts: ['website', 'fax'] }, 'accounts.1'],
  ['POST /api/releases', { ...draft, accounts: ['weibo'] }, 'accounts'],
  ['POST /api/releases', { ...draft, writtenOn: '2018-02-30' }, 'writtenOn'],
  ['POST /api/releases', { ...draft, publishAt: '2030-01-01T09:00:00' }, 'publishAt'],
  ['POST /api/releases', { ...draft, publishAt: '2001-01-01T09:00:00+08:00' }, 'publishAt'],
  ['POST /api/releases', { ...draft, urgent: 'yes' }, 'urgent'],
  ['POST /api/releases', { ...draft, choices: { wechat: { notify: 'everybody' } } }, 'choices.wechat.notify'],
  ['POST /api/releases', { ...draft, choices: { fax: { notify: 'all' } } }, 'choices.fax'],
  ['POST /api/releases', { ...draft, choices: 'all' }, 'choices'],
  ['POST /api/releases', { ...draft, riders: { wechat: 'r2' } }, 'riders.wechat'],
  ['POST /api/releases', { ...draft, interprets: 'nobody' }, 'interprets'],
  ['POST /api/releases', { ...draft, respondsTo: 'nobody' }, 'respondsTo'],
  ['POST /api/releases', { ...draft, body: '<p>一</p><script>alert(1)</script>' }, 'body'],
  ['POST /api/releases', { ...draft, body: '<p onclick="alert(1)">一</p>' }, 'body'],
  ['POST /api/releases', { ...draft, body: '<a href="java\tscript:alert(1)">一</a>' }, 'body'],
  ['POST /api/releases', { ...draft, body: '<img src="/media/../../etc/passwd">' }, 'body'],
  ['POST /api/releases', { ...draft, body: '<img src="data:image/png;base64,AAAA">' }, 'body'],
  ['POST /api/releases', { ...draft, body: '<div>'.repeat(5000) }, 'body'],
  ['PATCH /api/releases/:draft', { title: '没有版本' }, 'revision'],
  ['PATCH /api/releases/:draft', { title: '甲', revision: 0 }, 'revision'],
  ['POST /api/releases/:out/revise', { revision: 1, note: ' ' }, 'note'],
];

const steps: readonly BadRequest[] = [
  ...invalid('reviewer', [
    ['POST /api/releases/:submitted/review', { revision: 1, verdict: 'return' }, 'comment'],
    ['POST /api/releases/:submitted/review', { revision: 1, verdict: 'maybe' }, 'verdict'],
    ['POST /api/replies/:reply/return', { revision: 1 }, 'comment'],
    ['POST /api/replies/:reply/approve', {}, 'revision'],
  ]),
  ...invalid('approver', [
    ['POST /api/releases/:out/withdraw', { revision: 1, reason: '错' }, 'reason'],
    ['POST /api/deliveries/:delivery/confirm', { ref: '1' }, 'proof'],
    ['POST /api/deliveries/:delivery/give-up', {}, 'proof'],
    ['POST /api/sending/pause', {}, 'reason'],
    ['POST /api/sending/pause', { reason: '　 ' }, 'reason'],
    ['POST /api/sending/pause', { reason: '字'.repeat(201) }, 'reason'],
    ['POST /api/sending/pause', { reason: '全国哀悼日', urgentGoes: 'yes' }, 'urgentGoes'],
    ['POST /api/sending/pause', { reason: '全国哀悼日', until: '18:00' }, 'until'],
    ['GET /api/sending?limit=0', undefined, 'limit'],
    ['GET /api/releases?limit=-1', undefined, 'limit'],
    ['GET /api/deliveries?cursor=%00', undefined, 'cursor'],
    ['GET /api/deliveries?state=lost', undefined, 'state'],
    ['GET /api/ledger?limit=501', undefined, 'limit'],
    ['GET /api/monitors/ledger/findings?state=lost', undefined, 'state'],
    ['GET /api/monitors/ledger/findings?limit=201', undefined, 'limit'],
    ['GET /api/monitors/ledger/findings?cursor=x', undefined, 'cursor'],
    ['GET /api/monitors/rumours/findings', undefined, 'name'],
    ['POST /api/monitors/ledger/run', { scope: 'half' }, 'scope'],
    ['POST /api/monitors/rumours/run', {}, 'name'],
    ['POST /api/monitors/ledger/repair', {}, 'kind'],
    ['POST /api/monitors/ledger/repair', { kind: { $gt: '' } }, 'kind'],
    ['GET /api/statistics', undefined, 'period'],
    ['GET /api/statistics?period=2018-13', undefined, 'period'],
    ['GET /api/statistics?period=2018&period=2019', undefined, 'period'],
    ['GET /api/statistics/items/lines?period=', undefined, 'period'],
  ]),
];

const line = { account: 'message-board', ref: 'x1', kind: 'message', author: '', text: '请问路灯何时修好' };
const lines = (...rows: readonly unknown[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
const good = { ...line, writtenAt: '2019-01-02T09:00:00+08:00' };

const imports: readonly BadRequest[] = (
  [
    ['', '请求内容'],
    [lines(good, '{"account":'), 'line 2.整行'],
    [lines(good, { ...good, writtenAt: '2019-01-02 09:00' }), 'line 2.writtenAt'],
    [lines({ ...good, writtenAt: '2999-01-01T00:00:00Z' }), 'line 1.writtenAt'],
    [lines({ ...good, account: 'fax' }), 'line 1.account'],
    [lines(good, '', { ...good, kind: 'rumour' }), 'line 3.kind'],
    [lines({ ...good, ref: '字'.repeat(201) }), 'line 1.ref'],
    [lines({ ...good, text: ' ' }), 'line 1.text'],
  ] as const
).map(([body, field]) => {
  const asks = 'POST /api/signals/import';
  return { who: 'responder', asks, body, headers: NDJSON, field, status: 422, code: 'invalid-input' };
});

const desk: readonly Wrong[] = [
  ['GET /api/topics?due=someday', undefined, 'due'],
  ['POST /api/topics/:topic/claim', {}, 'revision'],
  ['POST /api/topics/:topic/class', { revision: 1, class: 'huge' }, 'class'],
  ['POST /api/topics/:topic/close', { revision: 1, reason: '好' }, 'reason'],
  ['POST /api/topics/:topic/split', { revision: 1, signals: [] }, 'signals'],
  ['POST /api/topics/:topic/move', { revision: 1, signals: ['a:1'] }, 'into'],
  ['POST /api/signals/contact', {}, 'signal'],
  ['POST /api/signals/restore', {}, 'signal'],
  ['POST /api/signals/set-aside', {}, 'signal'],
  ['POST /api/imports', undefined, 'name'],
  ['GET /api/imports?limit=0', undefined, 'limit'],
  ['POST /api/topics/:topic/replies', { text: '已答复', means: 'phone' }, 'proof'],
  ['POST /api/topics/:topic/replies', { text: '字'.repeat(5001), means: 'channel' }, 'text'],
  ['POST /api/topics/:topic/replies', { text: '已答复', means: 'fax', proof: '存档' }, 'means'],
];

const people: readonly Wrong[] = [
  ['POST /api/staff', { name: '../x' }, 'name'],
  ['POST /api/staff', { name: 'lisi', password: 'short' }, 'password'],
  ['POST /api/staff', { name: 'lisi', roles: ['king'] }, 'roles.0'],
  ['POST /api/tokens', { name: '甲', roles: ['drafter'], expiresOn: '2001-01-01' }, 'expiresOn'],
];

const refusal = (
  who: keyof Staff,
  asks: string,
  said: { status: number; code: ProblemCode; field?: string; body?: unknown; headers?: Record<string, string> },
): BadRequest => ({ who, asks, field: null, ...said });

const others: readonly BadRequest[] = [
  refusal('drafter', 'POST /api/releases', { status: 400, code: 'not-json', body: '{"title":', headers: JSON_TYPE }),
  refusal('drafter', 'POST /api/releases', { status: 415, code: 'wrong-content-type', body: 'title=1' }),
  refusal('drafter', 'POST /api/releases', { status: 413, code: 'too-large', body: { title: 'x'.repeat(2_100_000) } }),
  refusal('drafter', 'POST /api/signals/import', { status: 403, code: 'no-right', body: lines(good), headers: NDJSON }),
  refusal('responder', 'POST /api/releases', { status: 403, code: 'no-right', body: draft }),
  refusal('drafter', 'GET /api/topics', { status: 403, code: 'no-right' }),
  refusal('drafter', 'POST /api/staff', { status: 403, code: 'no-right', body: { name: 'lisi' } }),
  refusal('drafter', 'POST /api/releases/:out/withdraw', {
    ...{ status: 403, code: 'no-right' },
    body: { revision: 1, reason: '内容有误' },
  }),
  refusal('drafter', 'PATCH /api/releases/:draft', {
    ...{ status: 409, code: 'stale-revision', field: 'revision' },
    body: { revision: 7, title: '甲' },
  }),
  refusal('drafter', 'PATCH /api/releases/:out', {
    ...{ status: 409, code: 'wrong-state' },
    body: { revision: 1, title: '甲' },
  }),
  refusal('drafter', 'POST /api/releases/:draft/submit', {
    ...{ status: 409, code: 'does-not-fit', field: 'column' },
    body: { revision: 1 },
  }),
  refusal('responder', 'POST /api/topics/:topic/claim', {
    ...{ status: 409, code: 'stale-revision', field: 'revision' },
    body: { revision: 99 },
  }),
  refusal('responder', 'POST /api/replies/:reply/approve', {
    ...{ status: 409, code: 'same-person' },
    body: { revision: 1 },
  }),
  refusal('approver', 'POST /api/deliveries/:delivery/retry', { status: 409, code: 'wrong-state', body: {} }),
  refusal('drafter', 'POST /api/sending/pause', { status: 403, code: 'no-right', body: { reason: '全国哀悼日' } }),
  refusal('drafter', 'POST /api/sending/resume', { status: 403, code: 'no-right' }),
  refusal('approver', 'POST /api/sending/resume', { status: 409, code: 'wrong-state' }),
  refusal('approver', 'GET /api/statistics/rumours/lines?period=2019', { status: 404, code: 'not-found' }),
  refusal('drafter', 'POST /api/monitors/ledger/run', { status: 403, code: 'no-right', body: {} }),
  refusal('drafter', 'POST /api/monitors/ledger/repair', {
    ...{ status: 403, code: 'no-right' },
    body: { kind: 'lines-waiting' },
  }),
  refusal('drafter', 'POST /api/monitors/ledger/findings/f-1/repair', { status: 403, code: 'no-right' }),
  refusal('approver', 'POST /api/monitors/ledger/findings/f-1/repair', { status: 404, code: 'not-found' }),
  refusal('approver', 'POST /api/monitors/ledger/repair', {
    ...{ status: 404, code: 'not-found' },
    body: { kind: 'stuck' },
  }),
  refusal('drafter', 'GET /api/releases/..%2f..%2fetc%2fpasswd', { status: 404, code: 'not-found' }),
  refusal('drafter', 'DELETE /api/releases/:draft', { status: 405, code: 'method-not-allowed' }),
];

export const badRequests: readonly BadRequest[] = [
  ...invalid('drafter', texts),
  ...steps,
  ...imports,
  ...invalid('responder', desk),
  ...invalid('administrator', people),
  ...others,
];
