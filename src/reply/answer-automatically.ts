/**
 * The stage that sends receipts and approved words. A message is answered once by its computed id, a person gets one receipt a day by
 * his; doing it again makes nothing new. Places in a conversation are kept for people.
 */
import { hours, minutes, toDay } from '../clock.ts';
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { findWindow } from '../signal/conversation.ts';
import { giveReceipt } from '../signal/give-receipt.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import type { Collection, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type AutoRule, autoAnswerId, autoRulesOf, holdsOn, ruleFor } from './auto-rule.ts';
import type { AutoDesk } from './change-auto-rule.ts';
import { fillFor, tellsNumber } from './wording.ts';

interface Progress extends Row {
  /** The account. */
  readonly _id: string;
  /** Up to which arrival its messages were looked at. */
  readonly upTo: Date;
}

const PROGRESS = 'auto-progress';
/** Far more than arrive in one instant. */
const BATCH = 1000;
/** What arrived before may be written down after what arrived later. */
const OVERLAP_MS = minutes(5);
/** Somebody who wrote longer ago does not wait for a receipt any more. */
const FRESH_MS = hours(24);
/** Messages to a person that are left to people. */
const KEPT = 2;

/** Returns how many answers it ordered. */
export async function answerAutomatically(desk: AutoDesk, now: Date): Promise<number> {
  const rules = (await autoRulesOf(desk.db).find({ isOn: true }).toArray()).filter((rule) => holdsOn(rule, now));
  let ordered = 0;
  for (const [account, its] of Map.groupBy(rules, (rule) => rule.account)) {
    if (desk.channels.has(account)) ordered += await answerOn(desk, account, its, now);
  }
  return ordered;
}

async function answerOn(desk: AutoDesk, account: string, rules: readonly AutoRule[], now: Date): Promise<number> {
  const progress: Collection<Progress> = desk.db.collection<Progress>(PROGRESS);
  const { upTo = new Date(0) } = (await progress.findOne({ _id: account })) ?? {};
  const since = new Date(Math.max(upTo.getTime() - OVERLAP_MS, now.getTime() - FRESH_MS));
  let ordered = 0;
  let latest = since;
  for (;;) {
    const filter = { account, import: null, receivedAt: { $gt: latest } };
    const signals = await signalsOf(desk.db)
      .find(filter, { sort: { receivedAt: 1 }, limit: BATCH })
      .toArray();
    for (const signal of signals) ordered += await answerOne(desk, signal, rules, now);
    const last = signals.at(-1);
    if (!last) break;
    latest = last.receivedAt;
  }
  if (latest > upTo) await progress.updateOne({ _id: account }, { $set: { upTo: latest } }, { upsert: true });
  return ordered;
}

async function answerOne(desk: AutoDesk, signal: Signal, rules: readonly AutoRule[], now: Date): Promise<number> {
  const rule = ruleFor(signal, rules);
  if (!rule || (await isFull(desk, signal))) return 0;
  const { db, accounts } = desk;
  const account = accounts.find(({ id }) => id === signal.account);
  const id = idFor(rule, signal);
  if (!account || (await db.collection<Delivery>(DELIVERIES).countDocuments({ _id: id })) > 0) return 0;
  const number = tellsNumber(rule.text) ? await giveReceipt(db, signal, now) : '';
  const text = fillFor(rule.text, { name: signal.author.name, number });
  const delivery = aWaitingDelivery({
    ...{ id, account, order: { action: 'reply', comment: signal.ref, text } },
    facts: { automatic: rule.use, rule: rule._id, signal: signal._id },
    ...{ dueAt: now, now },
  });
  const { taken } = await insertNew(db.collection<Delivery>(DELIVERIES), [delivery]);
  return taken.length === 0 ? 1 : 0;
}

/** Words answer a message, a receipt a person on a day. */
function idFor({ use }: AutoRule, { _id, account, author, receivedAt }: Signal): string {
  const isToMessage = use === 'keyword' || author.id === '';
  return autoAnswerId(use, isToMessage ? _id : `${account}:${author.id}:${toDay(receivedAt)}`);
}

async function isFull({ db, channels }: AutoDesk, { account, kind, author }: Signal): Promise<boolean> {
  const allowed = channels.get(account).limits.afterMessage;
  if (kind !== 'message' || author.id === '' || !allowed) return false;
  const window = await findWindow(db, { account, person: author.id }, allowed);
  return window !== null && window.left !== null && window.left <= KEPT;
}
