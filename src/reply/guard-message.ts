/**
 * Asked by the lane before it sends: a message that its platform would no longer take does not go out. Between approval and
 * sending a pause or a broken account may have used up the time that planning saw (plan-reply.ts).
 */
import type { Channel, Limits } from '../channel/contract.ts';
import { after, hours } from '../clock.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Guard } from '../delivery/sending.ts';
import { type Correspondent, findWindow, leavePlace, takePlace, type Window } from '../signal/conversation.ts';
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { noPlaceLeft, tooLateToAnswer } from './message-window.ts';

interface GuardDesk {
  readonly db: Database;
  readonly channels: { get(id: string): Channel };
}

/** He may write again at any time, and then it may go. */
const LOOK_AGAIN = hours(1);

export function guardMessages({ db, channels }: GuardDesk): Guard {
  return {
    async hold(delivery, now) {
      const addressee = await findAddressee(db, delivery);
      const allowed = addressee && allowanceOf(channels, delivery.account);
      if (!allowed || (await takePlace(db, addressee, { allowed, now }))) return null;
      const window = await findWindow(db, addressee, allowed);
      if (window === null) return null; // no message of his is known: the platform decides
      return isOver(window, now)
        ? { state: 'stuck', reason: `${tooLateToAnswer(window)}。请改用其他方式回应。`, failure: 'refused' }
        : { state: 'waiting', dueAt: after(now, LOOK_AGAIN), reason: noPlaceLeft(allowed), failure: 'limited' };
    },
    async notSent(delivery) {
      const addressee = await findAddressee(db, delivery);
      if (addressee && allowanceOf(channels, delivery.account)) await leavePlace(db, addressee);
    },
  };
}

function isOver({ until }: Window, now: Date): boolean {
  return until <= now;
}

async function findAddressee(db: Database, { account, order, facts }: Delivery): Promise<Correspondent | null> {
  if (order.action !== 'reply' || typeof facts.signal !== 'string') return null;
  const signal = await signalsOf(db).findOne({ _id: facts.signal });
  return signal?.kind === 'message' && signal.author.id !== '' ? { account, person: signal.author.id } : null;
}

function allowanceOf(channels: GuardDesk['channels'], account: string): Limits['afterMessage'] | null {
  try {
    return channels.get(account).limits.afterMessage ?? null;
  } catch {
    return null; // locked out: sending says why it must wait
  }
}
