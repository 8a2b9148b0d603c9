/** All that the rules propose for a topic, as it is kept in its record: what it is, and why. Pure. */
import { type ClassProposal, proposeClass, type Voices } from './propose-class.ts';
import type { TopicDesk } from './topic-desk.ts';

export type Proposal = ClassProposal;

export function propose(voices: Voices, { classes }: Pick<TopicDesk, 'classes'>): Proposal {
  return proposeClass(voices, classes);
}
