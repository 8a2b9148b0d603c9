/** By which line something is counted at present, wherever that stands: in a record of its own or, without one, in a pack. */
import type { Database } from '../store/collection.ts';
import { type FirstLine, firstLinesOf } from './first-line.ts';
import type { Shelf } from './shelf.ts';

export interface Wanted {
  /** `figure|key`. */
  readonly _id: string;
  /** `generation|figure`. */
  readonly figure: string;
}

export interface Known {
  readonly first: FirstLine;
  /** It has no record of its own. */
  readonly isPacked: boolean;
}

/** Those that are known, by their ids. */
export async function findFirsts(
  db: Database,
  shelf: Shelf,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>();
  for (const [figure, keys] of keysByFigure(wanted))
    for (const first of (await shelf.find(figure, keys)).values()) known.set(first._id, { first, isPacked: true });
  const rows = await firstLinesOf(db)
    .find({ _id: { $in: wanted.map(({ _id }) => _id) } })
    .toArray();
  for (const first of rows) known.set(first._id, { first, isPacked: false });
  return known;
}

function keysByFigure(wanted: readonly Wanted[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const { _id, figure } of wanted) {
    const mine = keys.get(figure) ?? [];
    keys.set(figure, mine);
    mine.push(_id.slice(figure.length + 1));
  }
  return keys;
}
