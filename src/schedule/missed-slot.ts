/** Which slot a stopped service has missed. Pure, but for the question whether a minute matches. */
import { minutes } from '../clock.ts';

/**
 * The latest slot in (after, now] and not older than `within` ms, looking at whole minutes; null when none was missed.
 * `matches` says whether the schedule is due in a minute.
 */
export function missedSlot(
  matches: (at: Date) => boolean,
  window: { readonly after: Date | null; readonly now: Date; readonly within: number },
): Date | null {
  const { now, within } = window;
  const oldest = Math.max(now.getTime() - within, window.after?.getTime() ?? now.getTime() - within);
  for (let at = Math.floor(now.getTime() / minutes(1)) * minutes(1); at > oldest; at -= minutes(1)) {
    if (matches(new Date(at))) return new Date(at);
  }
  return null;
}
