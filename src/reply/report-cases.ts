/**
 * The stage that tells hotlines how far their cases have got: taken on, given to a unit, handed back, answered, closed, opened
 * again, each with the deadline and whether it was met. Each step is a delivery under a computed id, so telling twice makes one;
 * the mark on the topic (`unreported`) goes last. What a step was is read from the topic's lines: they are written with it.
 */
import type { Account } from '../channel/kind.ts';
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import type { Line } from '../ledger/line.ts';
import { ofKind, type Signal, signalsOf } from '../signal/signal.ts';
import { insertNew } from '../store/insert-new.ts';
import { duesOf } from '../topic/deadline.ts';
import { type Topic, topicsOf } from '../topic/topic.ts';
import { familyOf, getRoot } from '../topic/topic-family.ts';
import { unitName } from '../topic/unit.ts';
import { type CaseInTopics, type Deadlines, type Happened, type Step, stepsFor, type Words } from './case-steps.ts';
import type { ReplyDesk } from './reply-desk.ts';

const BATCH = 100;

/** Returns how many topics it looked at. */
export async function reportCases(desk: ReplyDesk, now: Date): Promise<number> {
  const topics = topicsOf(desk.db);
  const changed = await topics.find({ unreported: { $gt: '' } }, { limit: BATCH }).toArray();
  for (const { _id, unreported = null } of changed) {
    await reportFor(desk, _id, now);
    // Whatever happens meanwhile wants to be told as well.
    await topics.updateOne({ _id, unreported }, { $set: { unreported: null } });
  }
  return changed.length;
}

async function reportFor(desk: ReplyDesk, topic: string, now: Date): Promise<void> {
  const { db, accounts, channels } = desk;
  const takers = accounts.filter(({ id }) => channels.has(id) && channels.get(id).report);
  if (takers.length === 0) return;
  const root = await getRoot(db, topic);
  const ids = await familyOf(db, root._id);
  const found = await signalsOf(db)
    .find({ topic: { $in: ids }, kind: ofKind('case') })
    .toArray();
  const cases = found.filter(({ account }) => takers.some(({ id }) => id === account));
  if (cases.length === 0) return;
  const family = await topicsOf(db)
    .find({ _id: { $in: ids } })
    .toArray();
  const happened = await whatHappened(desk, family);
  const words = wordsOf(desk, family);
  const deliveries = cases.flatMap((signal) => {
    const steps = stepsFor(placeOf(signal, family), happened, deadlinesOf(root, desk), words);
    const account = takers.find(({ id }) => id === signal.account);
    return account ? steps.map((step) => toDelivery({ step, signal, account, root, now })) : [];
  });
  await insertNew(db.collection<Delivery>(DELIVERIES), deliveries);
}

/** Lines wait inside the record until they are posted; some may just be in both places. */
async function whatHappened({ db }: ReplyDesk, family: readonly Topic[]): Promise<Happened> {
  const posted = await ledgerOf(db)
    .find({ subject: { $in: family.map(({ _id }) => _id) } })
    .toArray();
  const all = [...posted, ...family.flatMap(({ unposted }) => unposted)];
  const lines = [...new Map(all.map((line) => [line._id, line])).values()].sort(byTime);
  const answers = family.flatMap(({ _id, answer }) => (answer ? [{ topic: _id, ...answer }] : []));
  return { lines, answers };
}

/** Lines of one moment are in the order of their revisions. */
function byTime(a: Line, b: Line): number {
  const nth = ({ _id }: Line) => Number(_id.split(':').at(-1));
  return a.at.getTime() - b.at.getTime() || nth(a) - nth(b);
}

function placeOf({ topic, receivedAt, case: told }: Signal, family: readonly Topic[]): CaseInTopics {
  const since = new Map<string, Date>();
  let at = receivedAt;
  for (let one = family.find(({ _id }) => _id === topic); one && !since.has(one._id); ) {
    since.set(one._id, at);
    const { merge } = one;
    if (merge && merge.at > at) at = merge.at;
    one = family.find(({ _id }) => _id === merge?.into);
  }
  return { receivedAt, closedAt: told?.closedAt ?? null, since };
}

function deadlinesOf(topic: Topic, { deadlines, calendar }: ReplyDesk): Deadlines {
  const dues = duesOf(topic, deadlines, calendar);
  const until = (met: string) =>
    dues.find(({ rule }) => deadlines.rules.some(({ id, until }) => id === rule && until === met))?.at ?? null;
  return { taken: until('taken'), assigned: until('assigned'), answered: until('answered') ?? topic.due.at };
}

function wordsOf({ units }: ReplyDesk, family: readonly Topic[]): Words {
  const given = family.flatMap(({ assignments = [] }) => assignments);
  const whyBack = (unit: string, at: Date) =>
    given.find(({ unit: id, settled }) => id === unit && settled?.at.getTime() === at.getTime())?.settled?.reason ?? '';
  return { unitName: (id) => unitName(id, units), whyBack };
}

interface Telling {
  readonly step: Step;
  readonly signal: Signal;
  readonly account: Account;
  readonly root: Topic;
  readonly now: Date;
}

function toDelivery({ step, signal, account, root, now }: Telling): Delivery {
  const { id, status } = step;
  return aWaitingDelivery({
    id: `status:${signal._id}:${id}`,
    account,
    order: { action: 'report', comment: signal.ref, status },
    facts: { topic: root._id, signal: signal._id, status: status.state, onTime: status.onTime },
    dueAt: now,
    now,
  });
}
