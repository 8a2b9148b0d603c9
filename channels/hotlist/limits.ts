/** How much of a list is taken, whatever a source sends. Ours: no source names a bound. */

export const LONGEST_ANSWER = 4_000_000; // bytes; Weibo's list of 50 is about 60 kB, an RSS feed with full texts some hundred
export const MOST_ENTRIES = 100; // the longest lists known show 50
export const TITLE = 200; // characters
export const TEXT = 500;
export const LABEL = 20;
export const MOST_LABELS = 8;
export const LONGEST_URL = 2_000;
export const LONGEST_REF = 150; // longer ones are named by their digest
export const MOST_REDIRECTS = 3;
