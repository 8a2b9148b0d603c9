/**
 * A signal as JSON for staff. Numbers that identify or reach a person are masked in its words; whoever handles the case sees
 * them through topic/see-contact.ts. Places stay: they are what the matter is about.
 */
import { maskPersonal } from '../privacy/find-personal.ts';
import type { PersonalKind } from '../privacy/personal-kind.ts';
import { type Signal, signalKindNames } from './signal.ts';

const HIDDEN: readonly PersonalKind[] = ['identity', 'card', 'mobile', 'mail', 'account'];

/** The words of a signal as everybody who works here may read them. */
export function maskWords<T extends string | null>(words: T): T {
  return (words === null ? null : maskPersonal(words, HIDDEN).text) as T;
}

export function showSignal(signal: Signal) {
  const { _id, account, ref, kind, author, writtenAt, receivedAt, post, release, topic, sorting } = signal;
  const [title, text] = [maskWords(signal.title), maskWords(signal.text)];
  return {
    ...{ id: _id, account, ref, kind, kindName: signalKindNames[kind], author, title, text, writtenAt, receivedAt },
    ...{ post, release, topic, sorting, sorted: signal.sorted, import: signal.import },
    ...(signal.restored && { restored: signal.restored }),
    likes: signal.likes ?? null,
    ...(signal.listed && { listed: signal.listed }),
    ...{ moderated: signal.moderated ?? null, isAnswered: signal.isAnswered ?? false },
    ...{ contact: signal.contact ?? null, case: signal.case ?? null },
  };
}
