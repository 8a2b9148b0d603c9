/** A piece of the replayed year, with deaths in it: what comes out is what went in. All of it: `npm run replay:2018`. */
import assert from 'node:assert/strict';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import { days, startOfDay } from '../../src/clock.ts';
import { SEED as FIXED } from '../support/seed.ts';
import type { Desk } from './desk.ts';
import { findClosed, readFigures } from './figures.ts';
import { drawKills } from './kills.ts';
import { liveYear } from './live-year.ts';
import { type Office, openOffice } from './open-office.ts';
import { REPORTED, scaled, workingDaysOf2018 } from './year-2018.ts';

const SEED = Number(process.env.SANWEI_SEED ?? FIXED);
const DAYS = 5;
const KILLS = 2;
const SHARE = 0.004;

describe('the year replayed under kill -9', function () {
  this.timeout(120_000);
  let office: Office;
  before(async () => {
    office = await openOffice(new Date(startOfDay('2018-01-01').getTime() - days(1)));
  });
  after(() => office.close());

  it(`has the figures of an undisturbed one, each open to its lines (SANWEI_SEED=${SEED})`, async () => {
    const calendar = await readCalendar(new URL('../../config/calendar/', import.meta.url).pathname);
    const dates = workingDaysOf2018(calendar).slice(0, DAYS);
    const wanted = scaled(REPORTED, SHARE);
    const desk: Desk = { office, spent: new Map() };
    // Not on the last day: its kill may come after the end.
    await liveYear(desk, { dates, wanted, share: SHARE, kills: drawKills(KILLS, SEED, DAYS - 1) });
    assert.equal(office.lives.killed, KILLS);
    const { '2018-01': figures = {} } = await readFigures(desk, ['2018-01']);
    const got = [
      'items',
      'items-by-kind:wechat',
      'items-by-kind:weibo',
      'topics',
      'entries:case-received',
      'people:training',
    ];
    const expected = [wanted.items, wanted.wechat, wanted.weibo, wanted.topics, wanted.casesReceived, wanted.trained];
    assert.deepEqual(
      got.map((id) => figures[id]),
      expected,
    );
    assert.deepEqual(await findClosed(desk, '2018', figures), []);
    for (const kind of ['wechat', 'weibo'] as const)
      assert.equal(office.fakes[kind].posts().length, wanted[kind], kind);
  });
});
