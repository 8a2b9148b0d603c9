/**
 * Approved words said in the answer to a message's push, where its platform shows that answer: they reach who asked at once and
 * use up none of the few messages that may follow his. What cannot be said so, answer-automatically.ts sends as a message: a
 * receipt, whose number is given later, and everything during a pause.
 */
import type { Said } from '../channel/inbox.ts';
import type { Account } from '../channel/kind.ts';
import type { Sayings } from '../channel/take-push.ts';
import { aWaitingDelivery, DELIVERIES, type Delivery, deliveryLine, inState } from '../delivery/delivery.ts';
import type { PauseWatch } from '../delivery/watch-pause.ts';
import { signalIdOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { remember } from '../store/remember.ts';
import { autoAnswerId, autoRulesOf, holdsOn, ruleFor } from './auto-rule.ts';
import { fillFor, tellsNumber } from './wording.ts';

export interface RuledSayings extends Sayings {
  /** A rule was changed by this process. */
  changed(): void;
}

/** What is used when something is to be said: both are opened later than the doors that ask. */
interface Sources {
  db(): Database;
  pause: PauseWatch['current'];
}

export function openSayings({ db, pause }: Sources): RuledSayings {
  const { current, changed } = remember(async () => {
    const rules = await autoRulesOf(db()).find({ isOn: true }).toArray();
    return Map.groupBy(rules, ({ account }) => account);
  });
  return {
    async find(account, comments, now) {
      const rules = (await current()).get(account)?.filter((rule) => holdsOn(rule, now)) ?? [];
      if (!rules.some(({ use }) => use === 'keyword')) return null;
      const [comment, ...more] = comments();
      if (!comment || more.length > 0) return null;
      const rule = ruleFor({ account, kind: comment.kind, text: comment.text, receivedAt: now, import: null }, rules);
      if (rule?.use !== 'keyword' || tellsNumber(rule.text) || (await pause())) return null;
      return { rule: rule._id, text: fillFor(rule.text, { name: comment.author.name, number: '' }) };
    },
    changed,
  };
}

/** A message as its push has brought it, and what was said to it. */
export interface Answered {
  readonly at: Date;
  readonly said?: Said;
  readonly comments: readonly { readonly ref: string }[];
}

interface SayingDesk {
  readonly db: Database;
  readonly accounts: readonly Account[];
}

/**
 * Records what was said as deliveries that are done, under the ids answer-automatically.ts would give them: nothing is said twice.
 * To be done before the messages become signals.
 */
export async function recordSaid({ db, accounts }: SayingDesk, id: string, pushes: readonly Answered[]): Promise<void> {
  const account = accounts.find((one) => one.id === id);
  if (!account) return;
  const records = pushes.flatMap((push) => push.comments.flatMap(({ ref }) => toRecord(account, push, ref)));
  await insertNew(db.collection<Delivery>(DELIVERIES), records);
}

/** Whether it was shown, no platform tells: it takes the answer, or asks twice more and is answered the same. */
const WHY = '随平台推送的应答发出，不占客服消息条数；平台不回执';

function toRecord(account: Account, { at, said }: Answered, ref: string): readonly Delivery[] {
  if (!said) return [];
  const signal = signalIdOf(account.id, ref);
  const fresh = aWaitingDelivery({
    ...{ id: autoAnswerId('keyword', signal), account, order: { action: 'reply', comment: ref, text: said.text } },
    facts: { automatic: 'keyword', rule: said.rule, signal, why: WHY },
    ...{ dueAt: at, now: at },
  });
  const line = deliveryLine(fresh, { what: 'delivery.done', at, by: 'system' });
  return [{ ...fresh, ...inState(fresh, 'done'), doneAt: at, unposted: [line] }];
}
