import assert from 'node:assert/strict';
import { seconds } from '../../src/clock.ts';
import { aRequest, openPage, sendForm } from '../interaction/fill-in.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

describe('the year of disclosure requests', () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ start: new Date('2022-01-12T09:00:00+08:00') });
  });
  after(() => office.close());

  const about = { on: '2021-06-04', title: '张某申请征地批文', proof: '登记簿 2021-17' };
  const enter = (body: object) => office.staff.approver.post('/api/entries', { ...about, ...body });
  const table = async (id = 'annual-2021'): Promise<Body> =>
    (await ok(office.staff.drafter.get(`/api/statistics/tables/${id}?period=2021`))).body;
  const cell = (filled: Body, no: string, column: string) =>
    filled.rows.find((row: Body) => row.no === no).cells.find((one: Body) => one.column === column);

  it('is entered with who asked and what came of it, and printed in the columns of the format', async () => {
    await ok(enter({ kind: 'request-letter', count: 3, chosen: { applicant: 'company' } }));
    const answered = { kind: 'request-answered', count: 2, chosen: { applicant: 'company', outcome: 'partly' } };
    await ok(enter(answered));
    const filled = await table();
    assert.deepEqual(
      filled.grids.find(({ id }: Body) => id === 'requests').columns.map(({ title }: Body) => title),
      ['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计'],
    );
    assert.equal(cell(filled, '三.一', 'company').value, 3);
    assert.equal(cell(filled, '三.三.二', 'company').value, 2);
    assert.equal(cell(filled, '三.四', 'total').value, 1);
    assert.ok(filled.checks.every(({ holds }: Body) => holds));
    assert.match(filled.rule, /台账/);
  });

  it('opens to its lines from any cell', async () => {
    const { figures } = cell(await table(), '三.三.二', 'company');
    assert.deepEqual(figures, ['request-outcomes:partly.company']);
    const path = `/api/statistics/${encodeURIComponent(String(figures[0]))}/lines?period=2021`;
    const { lines } = (await ok(office.staff.approver.get(path))).body;
    assert.deepEqual([lines[0].what, lines[0].facts.outcome, lines[0].facts.count], ['entry.made', 'partly', 2]);
  });

  it('takes money to the 分 and prints it in 万元', async () => {
    const { body } = await ok(enter({ kind: 'fee-income', amount: '12.340001' }));
    assert.equal(body.amount, '12.340001');
    await ok(enter({ kind: 'fee-income', amount: '0.1' }));
    assert.equal(cell(await table(), '20.8.1', 'amount').value, 12.440001);
    const csv = await ok(office.staff.drafter.get('/api/statistics/tables/annual-2021?period=2021&format=csv'));
    assert.match(String(csv.body), /本年收费金额（单位：万元）,万元,12\.440001,/);
    assert.match(String(csv.body), /申请人情况／法人或其他组织／商业企业,件,3,/);
  });

  const letter = { kind: 'request-letter', chosen: { applicant: 'person' } };
  const refused: readonly [string, object, string][] = [
    ['a request without who asked', { kind: 'request-letter' }, 'chosen.applicant'],
    ['somebody there is not', { kind: 'request-letter', chosen: { applicant: 'alien' } }, 'chosen.applicant'],
    ['a choice that is not asked', { ...letter, chosen: { applicant: 'person', result: 'upheld' } }, 'chosen.result'],
    ['nothing at all', { ...letter, count: 0 }, 'count'],
    ['income without an amount', { kind: 'fee-income' }, 'amount'],
    ['more than a 分 can tell', { kind: 'fee-income', amount: '1.0000001' }, 'amount'],
    ['an amount where there is none', { ...letter, amount: '1' }, 'amount'],
    ['a kind of an earlier table', { kind: 'answer-granted' }, 'on'],
    ['carrying in on any day', { ...letter, kind: 'request-carried-in' }, 'on'],
  ];
  for (const [what, change, field] of refused) {
    it(`refuses ${what}`, async () => {
      const { status, body } = await enter(change);
      assert.deepEqual([status, body.fields?.[0]?.field], [422, field]);
      assert.ok(body.fields[0].remedy.length > 0);
    });
  }

  it('counts a request of the site when it comes in, and its outcome when it is closed, neither of them twice', async () => {
    const page = await openPage(`${office.url}/interact/request/`);
    office.clock.pass(seconds(30));
    const company = { applicant: 'company', organisation: '某建筑公司', identity: '91350100M000100Y43' };
    assert.equal((await sendForm(office.url, page, { ...aRequest, ...company })).status, 200);
    await office.settle();
    const { responder, drafter } = office.staff;
    const [signal] = (await ok(responder.get('/api/signals?kind=request'))).body.items;
    const yearOf = async () => (await ok(drafter.get('/api/statistics/tables/annual-2021?period=2022'))).body;
    assert.equal(cell(await yearOf(), '三.一', 'company').value, 1);
    const act = async (name: string, more: object = {}) => {
      const { revision } = (await ok(responder.get(`/api/topics/${signal.topic}`))).body;
      return await responder.post(`/api/topics/${signal.topic}/${name}`, { revision, ...more });
    };
    const closing = { reason: '已寄送答复书' };
    assert.equal((await act('close', closing)).body.fields[0].field, 'outcome');
    assert.equal((await act('close', { ...closing, outcome: 'unknown' })).status, 422);
    await ok(act('close', { ...closing, outcome: 'granted' }));
    assert.equal(cell(await yearOf(), '三.三.一', 'company').value, 1);
    await ok(act('reopen'));
    assert.equal(cell(await yearOf(), '三.三.一', 'company').value, 0);
    await ok(act('close', { ...closing, outcome: 'partly' }));
    const filled = await yearOf();
    assert.deepEqual(
      ['三.一', '三.二', '三.三.一', '三.三.二', '三.三.七', '三.四'].map((no) => cell(filled, no, 'company').value),
      [1, 1, 0, 1, 1, 1],
    );
    assert.ok(filled.checks.every(({ holds }: Body) => holds));
  });

  it('has the format of the year only', async () => {
    const { status, body } = await office.staff.drafter.get('/api/statistics/tables/annual-2019?period=2021');
    assert.deepEqual([status, body.fields[0].field], [422, 'period']);
  });
});
