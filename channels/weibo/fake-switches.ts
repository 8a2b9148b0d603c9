/** The switches of the fake's page “平台开关”, one line for each knob. */
import { act, number, numberOrNone, type Switch } from '../../src/channel/fake-switch.ts';
import type { Clock } from '../../src/clock.ts';
import { newSecret } from '../../src/ids.ts';
import type { Knobs } from './fake-api.ts';

const HOUR_MS = 3_600_000;

export function switchesOf(knobs: Knobs, clock: Clock): readonly Switch[] {
  const hoursLeft = () => Math.max(0, Math.ceil((knobs.tokenEndsAt.getTime() - clock.now().getTime()) / HOUR_MS));
  return [
    numberOrNone(knobs, 'callsPerDay', '每天可调用的次数，超出报 10023', '不计'),
    number(knobs, 'slowNext', '下一条微博先报 20032，几秒后才显示'),
    {
      name: 'tokenEndsAt',
      label: '令牌还有几小时到期（0 为已到期，报 21327）',
      kind: 'number',
      none: null,
      get: hoursLeft,
      set(hours) {
        knobs.tokenEndsAt = new Date(clock.now().getTime() + (hours ?? 0) * HOUR_MS);
      },
    },
    act('counts', '清零各条微博的转发、评论、赞', () => knobs.counts.clear()),
    act('token', '撤销现在的令牌（以后报 21332）', () => {
      knobs.token = newSecret();
    }),
  ];
}
