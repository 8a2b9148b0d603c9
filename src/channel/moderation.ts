/** What can be done with a comment of the public besides answering it. */

/** Show it to readers, show it no longer, delete it for good. */
export const moderations = ['elect', 'unelect', 'delete'] as const;

export type Moderation = (typeof moderations)[number];
