/**
 * A closing: the figures of a period as they stood when somebody closed it by name, with the lines behind each. What the
 * ledger tells later is never written into it: it shows beside it, as a restatement (restate.ts).
 */
import { aLine, type Line, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import type { Figure } from './figure.ts';

export interface ClosedFigure extends Figure {
  /** How many lines it was counted by. */
  readonly lines: number;
}

/** Where the ledger's chain of seals ended; its hash stands for everything sealed before. */
export interface SealedUpTo {
  readonly number: number;
  readonly hash: string;
}

/** The latest closing of a period; the ledger has those before it. */
export interface Closing extends Row, Telling {
  /** The period: '2018-07' or '2018'. */
  readonly _id: string;
  readonly state: 'closed' | 'reopened';
  /** 1 for the first closing of this period. */
  readonly nth: number;
  /** Names the lines kept for it: of two who close at the same moment each keeps its own. */
  readonly keptAs: string;
  readonly closedAt: Date;
  /** Staff id. */
  readonly closedBy: string;
  readonly figures: readonly ClosedFigure[];
  /** null when nothing was sealed yet. */
  readonly sealedUpTo: SealedUpTo | null;
  readonly reopened: { readonly by: string; readonly at: Date; readonly reason: string } | null;
}

/** Some of the lines of one closed figure. */
export interface ClosedLines extends Row {
  /** The closing's `keptAs`. */
  readonly keptAs: string;
  readonly figure: string;
  readonly ids: readonly string[];
}

export const CLOSINGS = 'closings';

export const closingIndexes: readonly IndexDeclaration[] = [
  { collection: CLOSINGS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
  {
    collection: 'closed-lines',
    keys: { keptAs: 1, figure: 1 },
    serves: 'which lines was this closed figure counted by?',
  },
];

export function closingsOf(db: Database): Collection<Closing> {
  return db.collection<Closing>(CLOSINGS);
}

export function closedLinesOf(db: Database): Collection<ClosedLines> {
  return db.collection<ClosedLines>('closed-lines');
}

/** The values stand in the line itself, so that the seals cover them. */
export function closedLine({ _id, nth, figures, closedAt, closedBy, sealedUpTo }: Omit<Closing, 'unposted'>): Line {
  const values = figures.map(({ id, value }) => `${id}=${value}`);
  const facts = { values, seal: sealedUpTo?.number ?? null, sealHash: sealedUpTo?.hash ?? null };
  return aLine({ what: 'period.closed', subject: _id, at: closedAt, by: closedBy, facts, nth });
}
