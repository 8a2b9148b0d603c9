/**
 * Whether what an import brought may be taken back: not what somebody has acted upon. The same judgement tells a person beforehand
 * (outlook.ts) and is asked again when it is done (take-back.ts). Reads only.
 */
import { ledgerOf } from '../ledger/ledger.ts';
import { repliesOf } from '../reply/reply.ts';
import { receiptNumbersOf } from '../signal/give-receipt.ts';
import type { Signal } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { type Topic, topicsOf } from '../topic/topic.ts';
import { rootsOf } from '../topic/topic-family.ts';

export interface Judged {
  readonly going: readonly Signal[];
  /** They stay; Chinese words say why. */
  readonly kept: readonly { readonly signal: Signal; readonly why: string }[];
  /** Nobody has acted upon them, and all of these signals in them go; with them what sorting has merged into them. */
  readonly topics: readonly Topic[];
  /** What a topic has become part of: by sorting alone, or a person has acted upon it. */
  rootOf(topic: string | null): string | null;
}

export async function judge(db: Database, signals: readonly Signal[]): Promise<Judged> {
  const topics = await topicsAmong(db, signals);
  const ids = topics.map(({ _id }) => _id);
  const roots = await rootsOf(db, ids);
  const rootOf = (topic: string | null) => roots.get(topic ?? '') ?? topic;
  const wholes = await topicsOf(db)
    .find({ _id: { $in: [...new Set(roots.values())] } })
    .toArray();
  // Sorting merges single topics, never what others were merged into.
  const parts = await topicsOf(db)
    .find({ 'merge.into': { $in: ids.map((id) => rootOf(id) ?? id) }, 'merge.by': 'system' })
    .toArray();
  const acted = await findActedUpon(db, [...wholes, ...topics, ...parts]);
  const partsOf = Map.groupBy(parts, ({ merge }) => merge?.into ?? '');
  const isActed = (topic: string | null) => {
    const root = rootOf(topic) ?? '';
    return [topic ?? '', root, ...(partsOf.get(root) ?? []).map(({ _id }) => _id)].some((id) => acted.has(id));
  };
  const { going, kept } = await parted(db, signals, isActed);
  const keptRoots = new Set(kept.map(({ signal }) => rootOf(signal.topic)));
  const free = topics.filter(({ _id }) => !isActed(_id) && !keptRoots.has(rootOf(_id)));
  const along = free.flatMap(({ _id }) => partsOf.get(_id) ?? []);
  return { going, kept, topics: [...new Map([...free, ...along].map((one) => [one._id, one])).values()], rootOf };
}

async function parted(db: Database, signals: readonly Signal[], isActed: (topic: string | null) => boolean) {
  const numbers = await receiptNumbersOf(
    db,
    signals.map(({ _id }) => _id),
  );
  const whyKept = (signal: Signal): string | null => {
    if (isActed(signal.topic)) return '所属事项已有人办理';
    if (signal.moderated) return '已在平台上处理过';
    return numbers.has(signal._id) ? '已给留言人受理编号' : null;
  };
  const judged = signals.map((signal) => ({ signal, why: whyKept(signal) }));
  return {
    going: judged.flatMap(({ signal, why }) => (why === null ? [signal] : [])),
    kept: judged.flatMap(({ signal, why }) => (why === null ? [] : [{ signal, why }])),
  };
}

async function topicsAmong(db: Database, signals: readonly Signal[]): Promise<readonly Topic[]> {
  const ids = [...new Set(signals.flatMap(({ topic }) => (topic === null ? [] : [topic])))];
  return await topicsOf(db)
    .find({ _id: { $in: ids } })
    .toArray();
}

/** What a person did to a topic stands in its record, in its lines, or in a reply. Sorting merges too (topic/join-fragments.ts). */
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
      .find({ 'merge.into': { $in: ids }, 'merge.by': { $ne: 'system' } }, { projection: { merge: 1 } })
      .toArray(),
  ]);
  const inRecord = topics.filter(
    ({ owner, state, answer, merge, splitFrom, splitting, unposted }) =>
      owner !== null ||
      (merge?.by === 'system' ? merge.before : state) !== 'open' ||
      [answer, splitFrom, splitting].some((act) => act !== null) ||
      unposted.some(({ by, what }) => byPerson(by, what)),
  );
  return new Set([
    ...inRecord.map(({ _id }) => _id),
    ...lines.filter(({ by, what }) => byPerson(by, what)).map(({ subject }) => subject),
    ...replies.map(({ topic }) => topic),
    ...merged.flatMap(({ merge }) => (merge ? [merge.into] : [])),
  ]);
}
