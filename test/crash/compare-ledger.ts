/** The ledger beside the records and what staff were told: every line once, none missing, none left inside a record. */
import type { Left } from './compare.ts';

export function compareLedger(left: Left): readonly string[] {
  const { ledger, unposted } = left;
  const told = new Set<string>();
  const twice = ledger.filter(({ what, subject, facts, _id }) => {
    // Steps of the review are told apart by their time; each revision takes each step once here.
    const key = what.startsWith('release.') ? `${what}:${subject}:${facts.revision}` : _id;
    return told.has(key) || !told.add(key);
  });
  return [
    ...twice.map(({ _id }) => `the ledger tells ${_id} twice`),
    ...unposted.map(({ _id }) => `${_id} was never posted`),
    ...ofDeliveries(left),
    ...ofActs(left),
  ];
}

function ofDeliveries({ deliveries, ledger }: Left): string[] {
  const lines = Map.groupBy(
    ledger.filter(({ what }) => what === 'delivery.done'),
    ({ subject }) => subject,
  );
  return deliveries.flatMap(({ _id, state, ref }) => {
    const own = lines.get(_id) ?? [];
    const wanted = state === 'done' ? 1 : 0;
    if (own.length !== wanted) return [`${_id} is ${state}, the ledger has ${own.length} lines that it is done`];
    if (own[0] && own[0].facts.ref !== ref) return [`${_id} is ${ref}, the ledger says ${own[0].facts.ref}`];
    return [];
  });
}

/** What the service acknowledged is on record, and done. */
function ofActs({ lived, ledger, releases }: Left): string[] {
  const lost = lived.acknowledged.filter(
    ({ what, subject, revision }) =>
      !ledger.some(
        (line) =>
          line.what === what && line.subject === subject && (revision === null || line.facts.revision === revision),
      ),
  );
  const unplanned = releases.filter(({ planned }) => !planned);
  return [
    ...lost.map(({ what, subject }) => `${what} of ${subject} was acknowledged, the ledger does not know it`),
    ...unplanned.map(({ _id, state }) => `${_id} is ${state} and was never planned`),
  ];
}
