import assert from 'node:assert/strict';
import { createTask } from 'node-cron';
import { hours, minutes, ZONE } from '../../src/clock.ts';
import { missedSlot } from '../../src/schedule/missed-slot.ts';
import { at } from '../support/builders.ts';

const daily = createTask('40 7 * * *', () => {}, { timezone: ZONE });
const matches = (time: Date) => daily.match(time);
const yesterday = at('07:40', '2026-03-01');

describe('missedSlot', () => {
  after(() => daily.destroy());

  const cases: readonly (readonly [title: string, after: Date | null, now: Date, within: number, slot: Date | null])[] =
    [
      ['is the latest slot since the last run', yesterday, at('09:00'), hours(12), at('07:40')],
      ['is none when the last run was that slot', at('07:40'), at('09:00'), hours(12), null],
      ['is none before the hour', yesterday, at('07:39:59'), hours(12), null],
      ['is the slot of this very minute', yesterday, at('07:40:30'), hours(12), at('07:40')],
      ['is none that is too old', yesterday, at('20:00'), hours(12), null],
      ['is found up to the limit', yesterday, at('19:39'), hours(12), at('07:40')],
      [
        'is one only, the latest, after days of standing still',
        at('07:40', '2026-02-20'),
        at('09:00'),
        hours(96),
        at('07:40'),
      ],
      ['does not need a last run', null, at('09:00'), hours(12), at('07:40')],
      ['is none when the clock was set back', at('07:40', '2026-03-03'), at('09:00'), hours(12), null],
      ['looks at whole minutes', at('07:39:59'), at('07:40:00'), minutes(5), at('07:40')],
    ];
  for (const [title, last, now, within, slot] of cases) {
    it(title, () => {
      assert.deepEqual(missedSlot(matches, { after: last, now, within }), slot);
    });
  }
});
