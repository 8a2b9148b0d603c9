/** When what was learnt is written down: after so many messages, or once some time has passed. */
import { minutes } from '../clock.ts';
import type { Database } from '../store/collection.ts';
import { saveVocabulary } from './county-words.ts';
import type { Vocabulary } from './vocabulary.ts';

const MESSAGES = 2_000;
/** Of those it remembers: what is written grows with them, so what each message costs does not. */
const SHARE = 0.1;
const AFTER_MS = minutes(10);

interface Kept {
  readonly messages: number;
  readonly at: Date;
}

const kept = new WeakMap<Vocabulary, Kept>();

/** Its cost is that of the whole vocabulary, spread over thousands of messages or ten minutes. */
export async function keepVocabulary(db: Database, vocabulary: Vocabulary, now: Date): Promise<void> {
  const { messages } = vocabulary;
  const last = kept.get(vocabulary);
  if (!last) {
    kept.set(vocabulary, { messages, at: now });
    return;
  }
  const learnt = Math.abs(messages - last.messages);
  const isDue =
    learnt >= Math.max(MESSAGES, messages * SHARE) || (learnt > 0 && now.getTime() - last.at.getTime() >= AFTER_MS);
  if (!isDue) return;
  kept.set(vocabulary, { messages, at: now });
  await saveVocabulary(db, vocabulary, now);
}
