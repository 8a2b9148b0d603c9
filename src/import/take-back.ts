/**
 * Takes back what an import brought, a page at a time: signals that nobody has acted upon go, with the topics that nobody has
 * acted upon; what else stood in those topics is sorted anew. A record tells of each before it goes, so that a crash in
 * between is healed by doing the page again.
 */
import { ledgerOf } from '../ledger/ledger.ts';
import { aLine } from '../ledger/line.ts';
import { repliesOf } from '../reply/reply.ts';
import { contactsOf } from '../signal/contact.ts';
import { receiptNumbersOf } from '../signal/give-receipt.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import { aTakenBack, takenBack, takenBackOf, type Undoing } from '../signal/taken-back.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type Topic, topicsOf } from '../topic/topic.ts';
import { type ImportNote, importNotesOf } from './import-record.ts';

export interface PageTakenBack {
  readonly takenBack: number;
  readonly kept: number;
  readonly topics: number;
}

export async function takeBack(db: Database, signals: readonly Signal[], undoing: Undoing): Promise<PageTakenBack> {
  const topics = await topicsAmong(db, signals);
  const acted = await findActedUpon(db, topics);
  const numbers = await receiptNumbersOf(
    db,
    signals.map(({ _id }) => _id),
  );
  const why = (signal: Signal): string | null => {
    if (signal.topic !== null && acted.has(signal.topic)) return '所属事项已有人办理';
    if (signal.moderated) return '已在平台上处理过';
    return numbers.has(signal._id) ? '已给留言人受理编号' : null;
  };
  const kept = signals.filter((signal) => why(signal) !== null);
  const going = signals.filter((signal) => why(signal) === null);
  const keptTopics = new Set(kept.map(({ topic }) => topic));
  const free = topics.filter(({ _id }) => !acted.has(_id) && !keptTopics.has(_id));
  const dissolved = await dissolve(db, free, undoing);
  await letGo(db, going, undoing);
  await insertNew(
    importNotesOf(db),
    kept.map((signal) => keptNote(signal, undoing.import, why(signal) ?? '')),
  );
  return { takenBack: going.length, kept: kept.length, topics: dissolved };
}

async function topicsAmong(db: Database, signals: readonly Signal[]): Promise<readonly Topic[]> {
  const ids = [...new Set(signals.flatMap(({ topic }) => (topic === null ? [] : [topic])))];
  return await topicsOf(db)
    .find({ _id: { $in: ids } })
    .toArray();
}

/** What a person did to a topic stands in its record, in its lines, or in a reply. */
async function findActedUpon(db: Database, topics: readonly Topic[]): Promise<ReadonlySet<string>> {
  const ids = topics.map(({ _id }) => _id);
  const byPerson = (by: string, what: string) => by !== 'system' && what !== 'topic.taken-back';
  const [lines, replies, merged] = await Promise.all([
    ledgerOf(db)
      .find({ subject: { $in: ids }, by: { $ne: 'system' } }, { projection: { subject: 1, by: 1, what: 1 } })
      .toArray(),
    repliesOf(db)
      .find({ topic: { $in: ids } }, { projection: { topic: 1 } })
      .toArray(),
    topicsOf(db)
      .find({ 'merge.into': { $in: ids } }, { projection: { merge: 1 } })
      .toArray(),
  ]);
  const inRecord = topics.filter(
    ({ owner, state, answer, merge, splitFrom, splitting, unposted }) =>
      owner !== null ||
      state !== 'open' ||
      [answer, merge, splitFrom, splitting].some((act) => act !== null) ||
      unposted.some(({ by, what }) => byPerson(by, what)),
  );
  return new Set([
    ...inRecord.map(({ _id }) => _id),
    ...lines.filter(({ by, what }) => byPerson(by, what)).map(({ subject }) => subject),
    ...replies.map(({ topic }) => topic),
    ...merged.flatMap(({ merge }) => (merge ? [merge.into] : [])),
  ]);
}

/** Whoever acts on a topic meanwhile raises its revision, and keeps it. Returns how many went. */
async function dissolve(db: Database, topics: readonly Topic[], undoing: Undoing): Promise<number> {
  const lineOf = ({ _id }: Topic) =>
    aLine({
      what: 'topic.taken-back',
      subject: _id,
      at: undoing.at,
      by: undoing.by,
      facts: { import: undoing.import },
      nth: undoing.import,
    });
  await insertNew(
    takenBackOf(db),
    topics.map((topic) => aTakenBack(topic._id, undoing, [...topic.unposted, lineOf(topic)])),
  );
  let gone = 0;
  for (const { _id, revision } of topics) {
    const { deletedCount } = await topicsOf(db).deleteOne({ _id, revision, owner: null });
    gone += deletedCount;
    if (deletedCount === 0) continue;
    const others = { topic: _id, import: { $ne: undoing.import } };
    await signalsOf(db).updateMany(others, { $set: { topic: null, sorting: null, sorted: false } });
  }
  return gone;
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
