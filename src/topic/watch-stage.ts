/**
 * The stage that heeds changed watch words: entries set aside within the last days are looked at again, and those a rule now catches
 * wait to be sorted once more. Done twice, or by two processes, it does no harm: what is in a topic is never touched.
 */
import { after, days } from '../clock.ts';
import { digestOf } from '../ids.ts';
import { signalsOf } from '../signal/signal.ts';
import type { Database, Row } from '../store/collection.ts';
import type { WatchDesk } from './change-watch-words.ts';
import { type WatchRules, watch } from './watch-rule.ts';
import { rulesInForce } from './watch-word.ts';

const LOOKED_BACK_MS = days(7);

/** By which words hot entries were last looked at. */
const MADE_BY = 'rules';

/** Returns how many entries wait to be sorted again. */
export async function lookAtHotAgain({ db, watch: file }: WatchDesk, now: Date): Promise<number> {
  const rules = await rulesInForce(db, file);
  const digest = digestOf(JSON.stringify(rules));
  const made = db.collection<Row & { readonly digest: string }>(MADE_BY);
  if ((await made.findOne({ _id: 'watch-words' }))?.digest === digest) return 0;
  const count = await putBack(db, rules, now);
  // Last: after a crash it is done once more.
  await made.updateOne({ _id: 'watch-words' }, { $set: { digest } }, { upsert: true });
  return count;
}

async function putBack(db: Database, rules: WatchRules, now: Date): Promise<number> {
  const signals = signalsOf(db);
  let count = 0;
  const since = { kind: 'hot', receivedAt: { $gte: after(now, -LOOKED_BACK_MS) } };
  for await (const signal of signals.find(since)) {
    if (signal.topic !== null || !signal.sorted || !watch(signal, rules)) continue;
    // Whoever takes it up meanwhile was faster.
    const asItWas = { _id: signal._id, topic: null, sorted: true };
    const { matchedCount } = await signals.updateOne(asItWas, { $set: { sorted: false, sorting: null } });
    count += matchedCount;
  }
  return count;
}
