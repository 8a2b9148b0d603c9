/**
 * The article on one follower's phone (mass/preview), by a draft of its own: it carries another address than the one that
 * will be published and is never taken for that. At most one stays in the box, so that the latest preview still opens.
 */
import { z } from 'zod';
import type { Attempt, Piece } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { NO_RIGHT } from './by-hand.ts';
import type { Door } from './door.ts';
import { makeDraft } from './draft.ts';
import { readPayload } from './payload.ts';
import { hostPictures } from './pictures.ts';
import type { Caller } from './token.ts';

const MARK = '#preview'; // reaches the same page
const VAULT_NAME = 'preview-draft';
// 40132 is no WeChat name at all; the others are of somebody who does not follow.
const NOBODY = new Set(['40132', '40003', '43004', '50005']);

/** `to` is a WeChat name. Throws ChannelFailure. */
export async function preview(door: Door, piece: Piece, to: string, attempt: Attempt): Promise<'shown' | 'nobody'> {
  const payload = readPayload(piece);
  const content = await hostPictures(door, payload, attempt);
  const draft = await makeDraft(door, [{ ...payload, content, marker: payload.marker + MARK }], attempt);
  await keepOnly(door, draft, attempt);
  const body = { towxname: to, msgtype: 'mpnews', mpnews: { media_id: draft } };
  try {
    await door.weixin.call({ path: '/cgi-bin/message/mass/preview', body, answer: z.unknown() }, attempt);
    return 'shown';
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    if (NOBODY.has(error.code)) return 'nobody';
    // Where a person publishes from the box, this one must not lie there beside the real one.
    if (error.code === NO_RIGHT) await deleteDraft(door, draft, attempt);
    throw error;
  }
}

async function keepOnly(door: Door, draft: string, caller: Caller): Promise<void> {
  const { vault } = door.tools;
  const before = await vault.get(VAULT_NAME);
  await vault.put(VAULT_NAME, draft);
  if (before) await deleteDraft(door, before, caller);
}

/** One that cannot be deleted now is left to staff: nobody else sees it. */
async function deleteDraft(door: Door, draft: string, caller: Caller): Promise<void> {
  const request = { path: '/cgi-bin/draft/delete', body: { media_id: draft }, answer: z.unknown() };
  await door.weixin.call(request, caller).catch((error: unknown) => {
    if (!(error instanceof ChannelFailure)) throw error;
    caller.log.warn({ code: error.code }, 'preview not deleted');
  });
}
