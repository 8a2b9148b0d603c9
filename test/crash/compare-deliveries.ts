/** Deliveries and their tries beside the lives that made them. */
import type { Delivery } from '../../src/delivery/delivery.ts';
import type { Try } from '../../src/delivery/try.ts';
import type { Left } from './compare.ts';
import { isEnded } from './is-over.ts';

export function compareDeliveries({ deliveries, tries, lived }: Left): readonly string[] {
  const earlier = Map.groupBy(tries, ({ delivery }) => delivery);
  return deliveries.flatMap((one) => [...ofDelivery(one), ...ofTries(one, earlier.get(one._id) ?? [], lived.killed)]);
}

function ofDelivery({ _id, state, reason, lane, failure, account, order }: Delivery): string[] {
  const told = (what: string) => [`${_id}: ${what} (${reason})`];
  if (!isEnded({ state, reason })) return told(`is ${state}`);
  if ((lane !== null) !== (state === 'settling')) return told(`is ${state} in lane ${lane}`);
  // Whatever can be looked up needs nobody: only an answer to a message cannot.
  const isMessage = account === 'wechat' && order.action === 'reply';
  if (state === 'stuck' && !(isMessage && failure === 'uncertain')) return told(`is stuck, ${failure}`);
  return [];
}

function ofTries(delivery: Delivery, kept: readonly Try[], killed: ReadonlySet<string>): string[] {
  const { _id, tries, latest, state } = delivery;
  // One that was kept and not yet replaced when its process died stands in both places.
  const earlier = kept.filter(({ number }) => number !== tries);
  const all = [...earlier.sort((a, b) => a.number - b.number), ...(latest ? [latest] : [])];
  const numbers = all.map(({ number }) => number);
  const wanted = Array.from({ length: tries }, (_, n) => n + 1);
  if (numbers.join() !== wanted.join()) return [`${_id}: ${tries} tries, recorded ${numbers.join() || 'none'}`];
  if (state === 'done' && tries === 0) return [`${_id}: done without a try`];
  const open = all.filter(({ outcome, by }) => outcome === null && !killed.has(by));
  return open.map(({ number, by }) => `${_id}: try ${number} of ${by}, which was not killed, has no outcome`);
}
