/** What a hotline takes back, and how much of a case is taken. Ours: hotline systems differ, none publishes a bound. */
import type { Limits } from '../../src/channel/contract.ts';

export const REPLY_LETTERS = 5000;
export const TITLE_LETTERS = 500;
export const TEXT_LETTERS = 20_000;
export const ANSWER_TIMEOUT_MS = 10_000;

export const limits: Limits = {
  countText: (text) => [...text].length,
  title: null,
  reply: REPLY_LETTERS,
  // A case is closed by its answer.
  repliesPerComment: 1,
  quotas: [],
  atOnce: 2,
  readBack: null,
  correction: 'follow-up',
};
