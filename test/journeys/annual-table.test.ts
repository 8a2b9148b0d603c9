import assert from 'node:assert/strict';
import { strFromU8, unzipSync } from 'fflate';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

describe('the annual table', () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ start: new Date('2018-06-04T09:00:00+08:00') });
    await publish(office);
    await publish(office, aDraft({ column: 'interpretations', title: '一图读懂图书馆新规' }));
    await office.settle();
  });
  after(() => office.close());

  const enter = (body: object) => office.staff.approver.post('/api/entries', body);
  const table = async (id = 'annual-2014', period = '2018'): Promise<Body> =>
    (await ok(office.staff.drafter.get(`/api/statistics/tables/${id}?period=${period}`))).body;
  const valueIn = ({ rows }: Body, no: string) => rows.find((row: Body) => row.no === no)?.value;
  const training = { kind: 'training', on: '2018-05-14', people: 85, title: '全县业务培训会', proof: '签到册 2018-3' };

  it('counts what went out, once across channels and on each kind of them, with the rule beside the number', async () => {
    const filled = await table();
    assert.deepEqual(
      ['1', '5', '6', '7', '14', '9'].map((no) => valueIn(filled, no)),
      [2, 2, 2, 2, 1, 0],
    );
    const [first] = filled.rows.filter(({ no }: Body) => no === '1');
    assert.match(first.counting.join(), /不同渠道和方式公开相同信息计1条/);
    assert.ok(filled.checks.every(({ holds }: Body) => holds));
    assert.equal(filled.closing, '尚未结账');
  });

  it('counts what was entered by hand, open to its line and its proof', async () => {
    const { body } = await ok(enter(training));
    assert.deepEqual([body.kindTitle, body.count, body.people, body.takenBack], ['举办培训班', 1, 85, null]);
    await ok(
      enter({ kind: 'case-received', on: '2018-06-01', count: 2670, title: '六月前受理', proof: '政务110 台账' }),
    );
    const filled = await table();
    assert.deepEqual([valueIn(filled, '49'), valueIn(filled, '50')], [1, 85]);
    const path = `/api/statistics/${encodeURIComponent('entries:training')}/lines?period=2018-05`;
    const { lines } = (await ok(office.staff.approver.get(path))).body;
    assert.deepEqual([lines[0].what, lines[0].on, lines[0].facts.proof], ['entry.made', '2018-05-14', '签到册 2018-3']);
  });

  it('no longer counts what was taken back, with the reason on record', async () => {
    const { items } = (await ok(office.staff.approver.get('/api/entries?kind=training'))).body;
    const path = `/api/entries/${items[0].id}/take-back`;
    assert.equal((await office.staff.approver.post(path, { reason: '' })).status, 422);
    assert.equal(
      (await ok(office.staff.approver.post(path, { reason: '补录错了月份' }))).body.takenBack.reason,
      '补录错了月份',
    );
    assert.deepEqual([valueIn(await table(), '49'), valueIn(await table(), '50')], [0, 0]);
  });

  it('comes as CSV that spreadsheet programs read as UTF-8', async () => {
    const answer = await ok(office.staff.drafter.get('/api/statistics/tables/monthly?period=2018-06&format=csv'));
    assert.match(String(answer.headers.get('content-type')), /^text\/csv/);
    assert.match(String(answer.headers.get('content-disposition')), /2018-06\.csv/);
    assert.match(String(answer.body), /主动公开政府信息数（不同渠道计1条）,条,2,/);
    assert.match(String(answer.body), /办结率（办结÷受理）,%,0,0,2670,/);
  });

  it('comes as a workbook whose sums and rates are formulas', async () => {
    const answer = await ok(office.staff.approver.get('/api/statistics/tables/annual-2014?period=2018&format=xlsx'));
    const files = unzipSync(answer.body);
    const sheet = Object.entries(files).find(([name]) => /worksheets\/sheet\d+\.xml$/.test(name))?.[1];
    assert.ok(sheet);
    assert.match(strFromU8(sheet), /<f>D\d+\+D\d+\+D\d+\+D\d+<\/f>/);
  });

  const refused: readonly [string, string, number, string | null][] = [
    ['a table that there is not', 'rumours?period=2018', 404, null],
    ['a month of a yearly table', 'annual-2014?period=2018-06', 422, 'period'],
    ['a year of a monthly table', 'monthly?period=2018', 422, 'period'],
    ['a year it is not valid for', 'annual-2014?period=2019', 422, 'period'],
    ['a format it has not', 'monthly?period=2018-06&format=pdf', 422, 'format'],
  ];
  for (const [what, path, status, field] of refused) {
    it(`refuses ${what}`, async () => {
      const answer = await office.staff.drafter.get(`/api/statistics/tables/${path}`);
      assert.deepEqual([answer.status, answer.body.fields?.[0]?.field ?? null], [status, field]);
    });
  }

  it('takes entries only from those who sign the figures, and only complete ones', async () => {
    assert.equal((await office.staff.responder.post('/api/entries', training)).status, 403);
    for (const [field, change] of Object.entries({ proof: '无', count: 0, on: '5月14日', kind: 'x', people: 1.5 })) {
      const { status, body } = await enter({ ...training, [field]: change });
      assert.deepEqual([status, body.fields?.[0]?.field], [422, field]);
    }
  });
});
