/**
 * A ledger line: what happened, in the past tense, never changed. Lines are born inside the record they tell of
 * (`unposted`), in the same update as the change; post-lines.ts copies them to the ledger under their computed id.
 */
import { toDay } from '../clock.ts';

/** Past tense with its subject. A new meaning gets a new word; a word never changes its meaning. */
export type What =
  | `release.${'drafted' | 'edited' | 'submitted' | 'returned' | 'reviewed' | 'approved' | 'reopened' | 'abandoned' | 'withdrawn' | 'previewed'}`
  | `delivery.${'done' | 'stuck' | 'lost' | 'cancelled' | 'confirmed' | 'given-up' | 'retried'}`
  | `topic.${'opened' | 'renamed' | 'claimed' | 'released' | 'proposed' | 'classed' | 'merged' | 'split' | 'undone' | 'closed' | 'reopened' | 'taken-back'}`
  | `topic.${'assigned' | 'accepted' | 'handed-back' | 'warned' | 'escalated' | 'extended' | 'clock-stopped' | 'clock-started'}`
  | `signal.${'taken' | 'taken-back' | 'moved' | 'elected' | 'unelected' | 'deleted' | 'set-aside' | 'restored'}`
  | `case.${'accepted' | 'assigned' | 'closed'}`
  | `contact.${'seen' | 'deleted'}`
  | `import.${'done' | 'undone'}`
  | `consultation.${'drafted' | 'approved' | 'published'}`
  | `submission.${'shown' | 'hidden'}`
  | `reply.${'drafted' | 'agreed' | 'objected' | 'approved' | 'logged' | 'returned'}`
  | `template.${'made' | 'changed' | 'retired'}`
  | `auto-answer.${'drafted' | 'approved' | 'switched-on' | 'switched-off'}`
  | `watch-word.${'added' | 'changed' | 'switched-on' | 'switched-off' | 'removed' | 'restored'}`
  | `sending.${'paused' | 'resumed'}`
  | `account.${'connected' | 'ends-soon'}`
  | `staff.${'added' | 'changed' | 'token-issued' | 'token-revoked'}`
  | `record.${'repaired'}`
  | `ledger.${'sealed'}`
  | `line.${'acknowledged'}`
  | `figures.${'settled'}`
  | `period.${'closed' | 'reopened'}`
  | `entry.${'made' | 'taken-back'}`;

export type Fact = string | number | boolean | null | readonly string[];

export interface Line {
  readonly _id: string;
  readonly what: What;
  /** Id of the record the line is about. */
  readonly subject: string;
  /** When it happened (for an answer logged by hand: when it was given). */
  readonly at: Date;
  /** The Beijing day of `at`, 'YYYY-MM-DD'. */
  readonly on: string;
  /** Staff id, or 'system', or 'public'. */
  readonly by: string;
  /** What a figure may need later. No citizen's text, no contact data, no secrets. */
  readonly facts: Readonly<Record<string, Fact>>;
}

/** A record that carries lines not yet posted. Every store index list of such a collection has `unposted._id`. */
export interface Telling {
  readonly unposted: readonly Line[];
}

export interface LineInput {
  readonly what: What;
  readonly subject: string;
  readonly at: Date;
  readonly by: string;
  readonly facts?: Readonly<Record<string, Fact>>;
  /** Tells lines of the same kind about the same subject apart: a revision, a number of the change. */
  readonly nth?: string | number;
}

/** The computed id of a line, `what:subject[:nth]`. */
export function lineId(what: What, subject: string, nth?: string | number): string {
  return nth === undefined ? `${what}:${subject}` : `${what}:${subject}:${nth}`;
}

/** A line with its computed id: the same event told twice is one line. */
export function aLine({ what, subject, at, by, facts = {}, nth }: LineInput): Line {
  return { _id: lineId(what, subject, nth), what, subject, at, on: toDay(at), by, facts };
}
