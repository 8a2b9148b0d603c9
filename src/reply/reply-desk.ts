/** What answering needs. */
import type { Channel } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import type { TopicDesk } from '../topic/topic-desk.ts';

export interface ReplyDesk extends TopicDesk {
  readonly accounts: readonly Account[];
  /** The address a release has or will have on our own site; null for none of ours. */
  addressOf(release: string): Promise<string | null>;
  readonly channels: { has(id: string): boolean; get(id: string): Channel };
}
