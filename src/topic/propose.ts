/** All that the rules propose for a topic, as it is kept in its record: what it is and whose, and why. Pure. */
import { type ClassProposal, proposeClass, type Voices } from './propose-class.ts';
import { proposeUnit, type UnitProposal } from './propose-unit.ts';
import type { TopicDesk } from './topic-desk.ts';

export interface Proposal extends ClassProposal {
  /** Null where no unit's words are found; absent in older records. */
  readonly unit?: UnitProposal | null;
}

export function propose(voices: Voices, { classes, units }: Pick<TopicDesk, 'classes' | 'units'>): Proposal {
  return { ...proposeClass(voices, classes), unit: proposeUnit(voices.said, units) };
}
