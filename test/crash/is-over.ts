/** Whether everything that was asked for has come to its end: out, cancelled, or in the hands of a person. */
import type { Body } from '../support/api.ts';
import type { Errand } from './errands.ts';
import type { Scenario } from './scenario.ts';
import { expect, type Staff } from './staff.ts';

/** WeChat offers no way to look what became of a message; the fourth look asks a person, the first knows as much. */
export const UNREADABLE = /平台不提供查询/;

export function isEnded({ state, reason }: { readonly state: string; readonly reason: string }): boolean {
  if (state === 'settling') return UNREADABLE.test(reason);
  return state === 'done' || state === 'cancelled' || state === 'stuck';
}

/** `subjects` is what each errand was about. */
export async function isOver(
  { batches }: Scenario,
  subjects: ReadonlyMap<Errand, string>,
  { checker }: Staff,
): Promise<boolean> {
  const { items } = expect(await checker.get('/api/deliveries?limit=200'));
  if (!items.every(isEnded)) return false;
  return batches.flat().every((errand) => {
    const id = subjects.get(errand);
    return id === undefined || isOrdered(errand, id, items);
  });
}

/** The stages have turned what was approved into deliveries. */
function isOrdered(errand: Errand, id: string, items: readonly Body[]): boolean {
  if (errand.do === 'reply') return items.some(({ facts }) => facts.topic === errand.topic);
  const own = items.filter(({ facts }) => facts.release === id);
  const last = errand.do === 'publish' ? errand.later : errand.do;
  switch (last) {
    case 'stay':
      return own.length > 0;
    case 'correct':
      return own.some(({ facts }) => facts.revision === 2);
    case 'withdraw':
      return own.some(({ action }) => action === 'withdraw') || own.every(({ state }) => state === 'cancelled');
  }
}
