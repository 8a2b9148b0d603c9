/** What staff are told of the time and number within which somebody who wrote to us can be answered. */
import type { Limits } from '../channel/contract.ts';
import { hours, toMinute } from '../clock.ts';
import type { Window } from '../signal/conversation.ts';

/** Without a full stop. */
export function tooLateToAnswer({ until }: Pick<Window, 'until'>): string {
  return `平台只允许在对方来信后的限期内回复，已于 ${toMinute(until)} 截止`;
}

export function noPlaceLeft({ count, ms }: NonNullable<Limits['afterMessage']>): string {
  return `对方最近一次来信后已回复 ${count} 条（平台规定 ${ms / hours(1)} 小时内最多 ${count} 条），对方再次来信后才能发送`;
}
