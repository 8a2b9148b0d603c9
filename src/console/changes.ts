/** Kinds of change that pages are told of, and by which written collections and which ledger lines they show. */

export const topics = [
  'release',
  'delivery',
  'sending',
  'signal',
  'topic',
  'reply',
  'finding',
  'account',
  'staff',
  'entry',
  'import',
  'setting',
  'period',
  'consultation',
  'seal',
  /** How far a monitor is, once a second while it runs. */
  'run',
  'all',
] as const;

export type Topic = (typeof topics)[number];

const BY_COLLECTION: Readonly<Record<string, Topic>> = {
  releases: 'release',
  'release-comments': 'release',
  'working-copies': 'release',
  deliveries: 'delivery',
  pauses: 'sending',
  signals: 'signal',
  topics: 'topic',
  replies: 'reply',
  findings: 'finding',
  checkups: 'account',
  staff: 'staff',
  entries: 'entry',
  imports: 'import',
  'watch-words': 'setting',
  'reply-templates': 'setting',
  'county-words': 'setting',
  closings: 'period',
  consultations: 'consultation',
  consultation_answers: 'consultation',
  seals: 'seal',
  monitors: 'run',
};

/** null for what no page shows. */
export function topicOfCollection(collection: string): Topic | null {
  return BY_COLLECTION[collection] ?? null;
}

/** Subjects whose word is not the kind's. */
const BY_SUBJECT: Readonly<Record<string, Topic>> = { 'watch-word': 'setting', template: 'setting' };

/** `delivery.done` → delivery. */
export function topicOfLine(what: string): Topic | null {
  const word = what.slice(0, what.indexOf('.'));
  return BY_SUBJECT[word] ?? topics.find((topic) => topic === word) ?? null;
}
