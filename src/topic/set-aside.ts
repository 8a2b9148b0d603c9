/**
 * A restored signal is set aside after all: the restoring is taken back, and the rule holds again. It leaves its topic, which is heard
 * on without it; a topic that was this signal alone goes too, unless somebody has acted upon it. A crash in between is healed by asking
 * again: the signal's own record is changed last.
 */
import { Problem } from '../errors.ts';
import { aLine } from '../ledger/line.ts';
import { exceptionId } from '../signal/screen.ts';
import { dropException } from '../signal/screen-incoming.ts';
import { type Restored, type Signal, signalsOf } from '../signal/signal.ts';
import { type Person, requireRole } from '../staff/person.ts';
import { dissolveTopics } from './dissolve-topic.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { lookAgain } from './sorting-memory.ts';
import { type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf, getRoot } from './topic-family.ts';

export interface SettingAside {
  /** Id of the signal. */
  readonly id: string;
  /** Whether anybody has written a reply in one of these topics, sent or not. */
  hasReplies(topics: readonly string[]): Promise<boolean>;
}

interface Act extends SettingAside {
  readonly restored: Restored;
  readonly by: Person;
  readonly now: Date;
}

/** Throws 'no-right', 'not-found', 'wrong-state'. */
export async function setAsideAgain(desk: TopicDesk, setting: SettingAside, by: Person, now: Date): Promise<Signal> {
  requireRole(by, 'responder', 'administrator');
  const { db } = desk;
  const { id } = setting;
  const signal = await signalsOf(db).findOne({ _id: id });
  if (!signal) throw new Problem('not-found', '没有这条线索。请从线索列表重新选择。');
  const { restored, topic } = signal;
  if (!restored) throw new Problem('wrong-state', '只有恢复过的线索可以重新拦下。请刷新后查看。');
  const { rule, reason, nth } = restored;
  const left = topic === null ? null : await leave(desk, signal, { ...setting, restored, by, now });
  await dropException(db, exceptionId(rule, signal));
  const line = aLine({ what: 'signal.set-aside', subject: id, at: now, by: by.id, facts: { rule, topic }, nth });
  const sorting = { decision: 'set-aside', reason, rule, at: now };
  const change = { $set: { topic: null, sorted: true, sorting, restored: null }, $push: { unposted: line } };
  const asSeen = { _id: id, 'restored.nth': nth };
  const after = await signalsOf(db).findOneAndUpdate(asSeen, change, { returnDocument: 'after' });
  if (!after) throw new Problem('wrong-state', '这条线索刚被同事重新拦下。请刷新后查看。');
  if (left) {
    lookAgain(db, [left]);
    await refreshDeadline(desk, left, now);
  }
  return after;
}

/** Answers the topic that remains, or null. Throws 'wrong-state' where somebody works on this signal alone. */
async function leave(desk: TopicDesk, signal: Signal, act: Act): Promise<string | null> {
  const { db } = desk;
  // Asked again after a crash, its topic may be gone already.
  if (!(await topicsOf(db).findOne({ _id: signal.topic ?? '' }, { projection: { _id: 1 } }))) return null;
  const root = await getRoot(db, signal.topic ?? '');
  const family = await familyOf(db, root._id);
  const isAlone = (await signalsOf(db).countDocuments({ topic: { $in: family } })) <= 1;
  if (!isAlone) {
    await forgetSample(desk, family, signal);
    return root._id;
  }
  if (isActedUpon(root) || family.length > 1 || (await act.hasReplies(family))) throw taken(root);
  const { restored, by, now } = act;
  const about = { import: `set-aside ${signal._id} ${restored.nth}`, by: by.id, at: now };
  const facts = { signal: signal._id };
  const gone = await dissolveTopics(db, [root], { ...about, facts, others: { _id: { $ne: signal._id } } });
  if (gone === 0) throw taken(root);
  return null;
}

/** What it said no longer speaks for the topic; class and heat are asked about again. */
async function forgetSample({ db }: TopicDesk, family: readonly string[], { _id }: Signal): Promise<void> {
  for (const topic of await topicsOf(db)
    .find({ _id: { $in: family } })
    .toArray()) {
    const samples = topic.samples.filter(({ of }) => of !== _id);
    if (samples.length === topic.samples.length) continue;
    const again = { stirred: (topic.stirred ?? 0) + 1, warmed: (topic.warmed ?? 0) + 1 };
    await topicsOf(db).updateOne({ _id: topic._id }, { $set: { samples, ...again } });
  }
}

function isActedUpon({ owner, state, answer, splitFrom, splitting, assignments = [] }: Topic): boolean {
  const acts = [owner, answer, splitFrom, splitting].some((act) => act !== null);
  return acts || state !== 'open' || assignments.length > 0;
}

function taken({ title }: Topic): Problem {
  return new Problem(
    'wrong-state',
    `事项“${title}”只有这一条线索，已有人办理，不能拦下。不需要回应的，请在该事项中办结。`,
  );
}
