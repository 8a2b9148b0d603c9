/** The rules that may count lines of a kind, looked up once for each kind. */
import type { Line } from '../ledger/line.ts';
import type { Rule } from './figure.ts';

export function rulesBy<R extends Pick<Rule, 'of'>>(rules: readonly R[]): (what: Line['what']) => readonly R[] {
  const known = new Map<Line['what'], readonly R[]>();
  return (what) => {
    const mine = known.get(what) ?? rules.filter((rule) => rule.of.includes(what));
    known.set(what, mine);
    return mine;
  };
}
