import assert from 'node:assert/strict';
import { strFromU8, unzipSync } from 'fflate';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

const MONTHS = Array.from({ length: 12 }, (_, i) => `2018-${String(i + 1).padStart(2, '0')}`);

describe('a year closed by name', () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ start: new Date('2018-01-02T09:00:00+08:00') });
  });
  after(() => office.close());

  const approver = () => office.staff.approver;
  const enter = (kind: string, on: string, count: number) =>
    ok(approver().post('/api/entries', { kind, on, count, title: '政务110案件', proof: `台账 ${on}` }));
  const close = (period: string) => approver().post('/api/statistics/close', { period });
  const figures = async (period: string): Promise<Body> =>
    (await ok(approver().get(`/api/statistics?period=${period}`))).body;
  const valueIn = (list: readonly Body[], id: string) => list.find((one) => one.id === id)?.value;
  const file = async (path: string): Promise<Body> => (await ok(approver().get(`/api/statistics/${path}`))).body;
  const words = (docx: Uint8Array) =>
    strFromU8(unzipSync(docx)['word/document.xml'] ?? new Uint8Array()).replace(/<[^>]+>/g, '');

  it('closes month after month, each when it is over, and then the year', async () => {
    for (const [at, month] of MONTHS.entries()) {
      office.clock.set(new Date(`${month}-20T09:00:00+08:00`));
      await enter('case-received', `${month}-20`, at + 2);
      await enter('case-closed', `${month}-20`, at + 1);
      assert.equal((await close(month)).status, 409, `${month} is not over`);
      const next = MONTHS[at + 1] ?? '2019-01';
      office.clock.set(new Date(`${next}-02T09:00:00+08:00`));
      const closing = (await ok(close(month))).body;
      assert.equal(valueIn(closing.figures, 'entries:case-received'), at + 2, month);
    }
    const year = (await ok(close('2018'))).body;
    assert.deepEqual([valueIn(year.figures, 'entries:case-received'), year.restated], [90, []]);
    const months = await Promise.all(MONTHS.map(figures));
    const sum = months.reduce((all, { closing }) => all + valueIn(closing.figures, 'entries:case-received'), 0);
    assert.equal(sum, 90);
  });

  it('stays as it was closed when March brings something late, which shows in March and in the year', async () => {
    await enter('case-received', '2018-03-30', 5);
    for (const [period, then] of [
      ['2018-03', 4],
      ['2018', 90],
    ] as const) {
      const { closing } = await figures(period);
      const moved = closing.restated.map(({ id, closed, now }: Body) => [id, closed, now]);
      assert.deepEqual(moved, [['entries:case-received', then, then + 5]]);
    }
    assert.deepEqual((await figures('2018-04')).closing.restated, []);
  });

  it('is exported as it was closed, or as it is now, and says which and by whom', async () => {
    const path = 'tables/monthly?period=2018-03';
    const [closed, now] = [await file(`${path}&as=closed`), await file(path)];
    const row = (table: Body) => table.rows.find(({ no }: Body) => no === '12').value;
    assert.deepEqual([row(closed), row(now)], [4, 9]);
    assert.match(closed.closing, /^2018-04-02 09:00 由approver结账；数字为结账时的数$/);
    assert.match(closed.seal, /^第 \d+ 号 [0-9a-f]{64}$/);
    assert.match(await file(`${path}&as=closed&format=csv`), /受理案件,件,4,/);
    const page = await file(`${path}&as=closed&format=html`);
    assert.ok(page.includes('由approver结账') && page.includes(closed.seal));
    assert.ok(words(await file(`${path}&as=closed&format=docx`)).includes('数字为结账时的数'));
    assert.ok(unzipSync(await file(`${path}&as=closed&format=xlsx`))['xl/worksheets/sheet2.xml']);
  });

  it('becomes the annual report, with the numbers that were closed', async () => {
    const report = words(await file('report?period=2018&as=closed'));
    assert.ok(report.includes('共受理案件90件，已办结78件，办结率86.67%。'), report.slice(0, 500));
    assert.ok(report.includes('2019-01-02 09:00 由approver结账；数字为结账时的数'));
    const now = await file('report?period=2018&format=json');
    const told = now.parts.flatMap(({ paragraphs }: Body) => paragraphs.flat());
    const number = told.find(({ text, kind }: Body) => kind === 'number' && text === '95');
    assert.deepEqual(
      number.figures.map(({ id }: Body) => id),
      ['entries:case-received'],
    );
  });

  const refused: readonly [string, string, number][] = [
    ['closed figures of what is not closed', 'tables/annual-2014?period=2017&as=closed', 404],
    ['the report of a month', 'report?period=2018-03', 422],
    ['the report of a year before there were any', 'report?period=2013', 422],
  ];
  for (const [what, path, status] of refused) {
    it(`refuses ${what}`, async () => {
      assert.equal((await approver().get(`/api/statistics/${path}`)).status, status);
    });
  }

  it('is closed anew with what came late, on record', async () => {
    office.clock.set(new Date('2019-01-03T09:00:00+08:00'));
    for (const period of ['2018-03', '2018']) {
      await ok(approver().post('/api/statistics/reopen', { period, reason: '三月漏报五件' }));
      const { nth, restated } = (await ok(close(period))).body;
      assert.deepEqual([nth, restated], [2, []]);
    }
    assert.match((await file('tables/annual-2014?period=2018&as=closed')).closing, /（第2次）/);
  });
});
