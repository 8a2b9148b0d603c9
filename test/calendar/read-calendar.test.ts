import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import { isWorkingDay } from '../../src/calendar/working-days.ts';

describe('readCalendar', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'calendar-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, year: object) => writeFile(join(folder, name), JSON.stringify(year));
  const year = { year: 2030, source: '样例', holidays: ['2030-01-01'], workdays: ['2030-01-05'] };

  it('reads every year in the folder and nothing else', async () => {
    await write('2030.json', year);
    await write('notes.json', { anything: true });
    const calendar = await readCalendar(folder);
    assert.deepEqual([...calendar.keys()], [2030]);
    assert.equal(isWorkingDay('2030-01-05', calendar), true);
  });

  const broken: [string, object, RegExp][] = [
    ['a day of another year', { ...year, holidays: ['2029-12-31'] }, /2030\.json.*another year/s],
    ['a day both free and worked', { ...year, workdays: ['2030-01-01'] }, /both/],
    ['a day that does not exist', { ...year, holidays: ['2030-02-30'] }, /2030\.json/],
    ['another year than its name', { ...year, year: 2031, holidays: [], workdays: [] }, /its year is 2031/],
    ['no source', { ...year, source: '' }, /source/],
  ];
  for (const [what, content, message] of broken) {
    it(`refuses a file with ${what}`, async () => {
      await write('2030.json', content);
      await assert.rejects(readCalendar(folder), message);
    });
  }
});

describe('config/calendar', () => {
  it('covers 2018 to 2026, each made-up day on a weekend and each year with its document number', async () => {
    const calendar = await readCalendar(join(import.meta.dirname, '../../config/calendar'));
    for (let year = 2018; year <= 2026; year++) {
      const { source, workdays, holidays } = calendar.get(year)!;
      assert.match(source, /国办发明电〔\d{4}〕\d+号/);
      assert.ok(holidays.size >= 25, `${year} has ${holidays.size} holidays`);
      for (const day of workdays) assert.ok([0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()), day);
    }
  });

  it('has the days of 2027 that the law itself frees, and calls the year provisional', async () => {
    const calendar = await readCalendar(join(import.meta.dirname, '../../config/calendar'));
    const { provisional, holidays, workdays } = calendar.get(2027)!;
    assert.deepEqual([provisional, holidays.size, workdays.size], [true, 13, 0]);
    assert.ok(calendar.get(2026)?.provisional === false);
  });
});
