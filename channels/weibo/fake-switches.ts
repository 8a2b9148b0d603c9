/** The switches of the fake's page “平台开关”, one line for each knob and each thing done to the account by hand. */
import { act, choice, flag, number, numberOrNone, type Switch } from '../../src/channel/fake-switch.ts';
import type { Oauth } from './fake-oauth.ts';
import type { Knobs } from './fake-rates.ts';

const HOUR_SECONDS = 3600;

export function switchesOf(knobs: Knobs, oauth: Pick<Oauth, 'left' | 'setLife' | 'revoke'>): readonly Switch[] {
  return [
    numberOrNone(knobs, 'callsPerDay', '每天可调用的次数', '不计'),
    choice(knobs, 'rateCode', '超出每天次数时的错误码', { 10023: '10023 用户次数', 10024: '10024 接口次数' }),
    act('used', '今天的调用次数重新计', () => knobs.used.clear()),
    number(knobs, 'slowNext', '下一条微博先报 20032，几秒后才显示'),
    number(knobs, 'emptyNext', '接下来几次调用办了事，但应答为空'),
    flag(knobs, 'domainBound', '应用登记了安全域名（没有则报 10017）'),
    act('counts', '清零各条微博的转发、评论、赞', () => knobs.counts.clear()),
    {
      ...{ name: 'tokenEndsAt', label: '令牌还有几小时到期（0 为已到期，报 21327）', kind: 'number', none: null },
      get: () => Math.max(0, Math.ceil(oauth.left() / HOUR_SECONDS)),
      set: (hours: number | null) => oauth.setLife((hours ?? 0) * HOUR_SECONDS),
    },
    act('token', '撤销现在的令牌（以后报 21332）', oauth.revoke),
  ];
}
