/** Which calls carry out an order, and what each trouble means for them. How the answer ends is fake-finish.ts. */
import type { Action } from '../../src/channel/contract.ts';
import type { Trouble } from '../../src/channel/fake.ts';

type Word = readonly [code: number, message: string];

interface Acting {
  readonly action: Action;
  /** What the platform says when it refuses the content. */
  readonly refusal: Word;
  /** What it says when this was done before; absent where it has no word for it. */
  readonly duplicate?: Word;
}

/** Calls that carry out an order. */
export const ACTIONS: Readonly<Record<string, Acting>> = {
  '/cgi-bin/freepublish/submit': {
    action: 'publish',
    refusal: [53503, 'draft did not pass the publish check'],
    duplicate: [40007, 'invalid media_id'], // a published draft has left the box
  },
  '/cgi-bin/message/mass/sendall': {
    action: 'publish',
    refusal: [45166, 'invalid content'],
    duplicate: [45065, 'clientmsgid exist'],
  },
  '/cgi-bin/message/mass/delete': { action: 'withdraw', refusal: [40065, 'invalid article_idx'] },
  '/cgi-bin/freepublish/delete': {
    action: 'withdraw',
    refusal: [40002, 'invalid args'],
    duplicate: [53600, 'article_id invalid'],
  },
  '/cgi-bin/comment/reply/add': {
    action: 'reply',
    refusal: [88007, 'reply content beyond max len or content len is zero'],
    duplicate: [88005, 'already reply'],
  },
  '/cgi-bin/message/custom/send': { action: 'reply', refusal: [45002, 'content size out of limit'] },
};

/** How often a job's event is told, where a trouble decides it. */
export const EVENTS: Readonly<Partial<Record<Trouble, number>>> = {
  'event-never': 0,
  'event-once': 1,
  'event-thrice': 3,
  'event-early': 1,
};

/** Neither carried out nor refused: the answer, if any, is no answer of the platform's. */
export const NOT_DONE: ReadonlySet<Trouble> = new Set(['hang', 'reset', 'bad-gateway-before']);
