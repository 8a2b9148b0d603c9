/** What tests ask of drafts and mass sends, and the person who publishes from the draft box. */
import { finishJob } from './fake-job.ts';
import { beginJob } from './fake-publish.ts';
import type { FakePlatform } from './fake-state.ts';

export interface FakeSent {
  /** Mass sends that began, oldest first. */
  sent(): readonly { readonly clientmsgid: string; readonly msgId: string; readonly toAll: boolean }[];
  /** Titles of the drafts in the box. */
  drafts(): readonly string[];
  /** A person publishes the oldest draft on the platform's own site. */
  publishByHand(): void;
  /** Who was shown an article before it was sent, oldest first. */
  previews(): readonly { readonly name: string; readonly title: string }[];
}

export function openSent(platform: FakePlatform): FakeSent {
  const { state } = platform;
  return {
    sent: () =>
      state.jobs.flatMap(({ mass }) => {
        return mass ? [{ clientmsgid: mass.clientmsgid, msgId: String(mass.msg_id), toAll: mass.toAll }] : [];
      }),
    previews: () => state.previews,
    drafts: () => state.drafts.map(({ articles }) => articles[0]?.title ?? ''),
    publishByHand() {
      const [draft] = state.drafts.splice(0, 1);
      if (!draft) throw new Error('no draft in the box');
      finishJob(platform, beginJob(platform, draft));
      platform.save();
    },
  };
}
