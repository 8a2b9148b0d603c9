/** Whether an article of ours is gone: asked by its id, so however many came after it. */
import { z } from 'zod';
import type { Ref, Sighting } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Door } from './door.ts';
import { flag, listOf } from './fields.ts';
import { findByHand } from './find-by-hand.ts';
import { askStatus, massIdOf } from './mass-job.ts';
import { isByHand, readPostRef } from './ref.ts';
import type { Caller } from './token.ts';

const article = z.object({ news_item: listOf(z.object({ is_deleted: flag })) });

/** Throws ChannelFailure when it could not look. */
export async function findWithdrawn(door: Door, post: Ref, caller: Caller): Promise<Sighting> {
  const { articleId, index } = readPostRef(post);
  const msgId = massIdOf(articleId);
  if (msgId !== null)
    return (await isRecalled(door, msgId, caller)) ? { seen: 'done', ref: post, url: null } : { seen: 'absent' };
  const known = isByHand(articleId) ? await findByHand(door, articleId, caller) : articleId;
  if (known === null) return { seen: 'absent' }; // listed nowhere: only a person sees whether it stands
  const request = { path: '/cgi-bin/freepublish/getarticle', body: { article_id: known }, answer: article };
  try {
    const item = (await door.weixin.call(request, caller)).news_item[index];
    if (!item || item.is_deleted) return { seen: 'done', ref: post, url: null };
    return { seen: 'absent' }; // deleting once more does no harm
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === '53600') return { seen: 'done', ref: post, url: null };
    throw error;
  }
}

async function isRecalled(door: Door, msgId: string, caller: Caller): Promise<boolean> {
  try {
    return (await askStatus(door, msgId, caller)) === 'DELETE';
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === '40059') return true; // no such send
    throw error;
  }
}
