/** What a rule would have caught among the latest entries of hot lists. Writes nothing. */
import { latestRank } from '../signal/hot-reading.ts';
import { signalsOf } from '../signal/signal.ts';
import type { WatchDesk } from './change-watch-words.ts';
import { type WatchRule, watch, watchReason } from './watch-rule.ts';

export interface Tried {
  /** How many entries were looked at. */
  readonly looked: number;
  /** The latest first. */
  readonly caught: readonly {
    readonly signal: string;
    readonly account: string;
    readonly title: string;
    readonly receivedAt: Date;
    readonly topic: string | null;
    readonly reason: string;
  }[];
}

export async function tryWatchRule({ db, watch: file }: WatchDesk, rule: WatchRule, last: number): Promise<Tried> {
  const options = { sort: { receivedAt: -1 }, limit: last } as const;
  const entries = await signalsOf(db).find({ kind: 'hot' }, options).toArray();
  const caught: Tried['caught'][number][] = [];
  for (const { _id, account, title, text, receivedAt, topic } of entries) {
    const found = watch({ title, text }, { places: file.places, rules: [rule] });
    if (!found) continue;
    const reason = watchReason(found, await latestRank(db, _id));
    caught.push({ signal: _id, account, title: title ?? text, receivedAt, topic, reason });
  }
  return { looked: entries.length, caught };
}
