/**
 * Names a write by what it does, so that a step means the same moment in every run: `deliveries.updateOne[sending]` is the
 * try being written. How steps are grouped for people: step-groups.ts.
 */
type Fields = Readonly<Record<string, unknown>>;

/** The methods of a collection that write. */
export const WRITES: ReadonlySet<string> = new Set([
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'findOneAndUpdate',
  'deleteOne',
  'deleteMany',
  'createIndex',
]);

/** `<collection>.<method>`, with what becomes of the record in brackets where the arguments tell. */
export function nameWrite(collection: string, method: string, args: readonly unknown[]): string {
  // One of them is as good as any other: they are made one after the other at every start.
  if (method === 'createIndex') return 'indexes.createIndex';
  const [first, second] = args;
  const what = method.startsWith('insert') ? inserted(collection, first) : updated((second ?? {}) as Fields);
  return `${collection}.${method}${what ? `[${what}]` : ''}`;
}

function inserted(collection: string, rows: unknown): string {
  if (collection !== 'ledger') return '';
  const lines = [rows].flat() as readonly { readonly what: string }[];
  return lines.every(({ what }) => what === 'delivery.done') ? 'delivery.done' : 'lines';
}

function updated({ $set = {}, $push = {}, $pullAll }: Fields): string {
  const set = $set as Fields;
  if ($pullAll) return 'taken out';
  if ('latest.steps' in (($push ?? {}) as Fields)) return 'step';
  if (typeof set.state === 'string') return set.state;
  if ('planned' in set) return `planned ${set.planned}`;
  if ('latest.leaseUntil' in set) return 'taken over';
  if ('latest.outcome' in set) return 'late outcome';
  if ('lane' in set) return 'let go';
  return '';
}
