/** Deletes a published article. Readers then see that its publisher deleted it; the platform offers no way back. */
import { z } from 'zod';
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Door } from './door.ts';
import { findWithdrawn } from './find-withdrawn.ts';
import { readPostRef } from './ref.ts';

/** Already gone counts as done. Throws ChannelFailure. */
export async function withdraw(door: Door, post: Ref, attempt: Attempt): Promise<Receipt> {
  const { articleId, index } = readPostRef(post);
  const body = { article_id: articleId, index: index + 1 }; // from 1 here; 0 would delete articles published with it
  try {
    await door.weixin.call({ path: '/cgi-bin/freepublish/delete', body, answer: z.unknown() }, attempt);
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.code !== '53600') throw error;
    // "No such article": nobody is told that it is gone while anybody can still read it.
    const { seen } = await findWithdrawn(door, post, attempt);
    if (seen !== 'done') throw stillThere();
  }
  return { state: 'done', ref: post, url: null };
}

function stillThere(): ChannelFailure {
  return new ChannelFailure('uncertain', '平台答复没有这篇文章（53600），但仍能查到，先核查', { code: '53600' });
}
