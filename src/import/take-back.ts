/**
 * Takes back what an import brought, a page at a time: signals that nobody has acted upon go, with the topics that nobody has
 * acted upon (judge.ts); what else stood in those topics is sorted anew. A record tells of each before it goes, so that a crash in
 * between is healed by doing the page again.
 */
import { contactsOf } from '../signal/contact.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import { takenBack, takenBackOf, type Undoing } from '../signal/taken-back.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { dissolveTopics } from '../topic/dissolve-topic.ts';
import { topicsOf } from '../topic/topic.ts';
import { type ImportNote, importNotesOf } from './import-record.ts';
import { type Judged, judge } from './judge.ts';

export interface PageTakenBack {
  readonly takenBack: number;
  readonly kept: number;
  readonly topics: number;
}

export async function takeBack(db: Database, signals: readonly Signal[], undoing: Undoing): Promise<PageTakenBack> {
  const { going, kept, topics } = await judge(db, signals);
  const act = { ...undoing, facts: { import: undoing.import }, others: { import: { $ne: undoing.import } } };
  const dissolved = await dissolveTopics(db, topics, act);
  await letGo(db, going, undoing);
  await sortAnew(db, kept);
  await insertNew(
    importNotesOf(db),
    kept.map(({ signal, why }) => keptNote(signal, undoing.import, why)),
  );
  return { takenBack: going.length, kept: kept.length, topics: dissolved };
}

/** One that stays may have had its topic on a page before, where all of them went. */
async function sortAnew(db: Database, kept: Judged['kept']): Promise<void> {
  const ids = kept.flatMap(({ signal }) => signal.topic ?? []);
  const there = await topicsOf(db)
    .find({ _id: { $in: ids } }, { projection: { _id: 1 } })
    .toArray();
  const known = new Set(there.map(({ _id }) => _id));
  for (const id of ids.filter((one) => !known.has(one)))
    await signalsOf(db).updateMany({ topic: id }, { $set: { topic: null, sorting: null, sorted: false } });
}

async function letGo(db: Database, signals: readonly Signal[], undoing: Undoing): Promise<void> {
  const ids = signals.map(({ _id }) => _id);
  await insertNew(
    takenBackOf(db),
    signals.map((signal) => takenBack(signal, undoing)),
  );
  await contactsOf(db).deleteMany({ _id: { $in: ids } });
  await signalsOf(db).deleteMany({ _id: { $in: ids }, import: undoing.import });
}

function keptNote({ _id, topic }: Signal, id: string, why: string): ImportNote {
  return { _id: `${id}:kept:${_id}`, import: id, kind: 'kept', refused: null, kept: { signal: _id, topic, why } };
}
