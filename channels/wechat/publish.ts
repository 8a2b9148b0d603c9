/**
 * Publishes an article: pictures up, draft made, draft submitted, or sent to followers (mass.ts). Without notifying them the
 * platform takes the job and tells its end by event (receive.ts) or when asked (find.ts); the ticket is its publish_id.
 */
import { z } from 'zod';
import type { Attempt, Piece, Receipt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, seconds } from '../../src/clock.ts';
import { leaveToHand, NO_RIGHT } from './by-hand.ts';
import type { Door } from './door.ts';
import { makeDraft } from './draft.ts';
import { idText } from './fields.ts';
import { CONTENT_BYTES, CONTENT_CHARACTERS, countText } from './limits.ts';
import { sendMass } from './mass.ts';
import { type Article, readPayload } from './payload.ts';
import { hostPictures } from './pictures.ts';
import type { Caller } from './token.ts';

// The page's table lists msg_data_id, its example omits it.
const submitted = z.object({ publish_id: idText, msg_data_id: idText.optional() });

export const DRAFT_STEP = 'draft';
/** Written down before the first submit: without it nothing was submitted, however the try ended. */
export const SUBMITTING_STEP = 'submitting';
/** Remembers `<publish_id>|<msg_data_id or ''>`. */
export const SUBMIT_STEP = 'submit';

/** Throws ChannelFailure. */
export async function publish(door: Door, piece: Piece, attempt: Attempt): Promise<Receipt> {
  const payload = readPayload(piece);
  const articles: Article[] = [];
  for (const article of [payload, ...payload.more]) {
    const content = await hostPictures(door, article, attempt);
    refuseTooLong(content);
    articles.push({ ...article, content });
  }
  const draft = await attempt.step(DRAFT_STEP, () => makeDraft(door, articles, attempt));
  try {
    const { notify } = payload;
    return await (notify === 'none'
      ? publishQuietly(door, draft, attempt)
      : sendMass(door, { draft, notify }, attempt));
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === NO_RIGHT) return await leaveToHand(door, draft, attempt);
    throw error;
  }
}

async function publishQuietly(door: Door, draft: string, attempt: Attempt): Promise<Receipt> {
  await attempt.step(SUBMITTING_STEP, async () => true);
  const answer = await attempt.step(SUBMIT_STEP, () => submit(door, draft, attempt));
  // With a callback the event comes first; looking costs one of 100 calls a day.
  const wait = door.settings.TOKEN === '' ? seconds(5) : seconds(20);
  return { state: 'accepted', ticket: readSubmitted(answer).ticket, lookAt: after(attempt.now, wait) };
}

/** What SUBMIT_STEP remembered. */
export function readSubmitted(remembered: string): { readonly ticket: string; readonly msgDataId: string } {
  const [ticket = '', msgDataId = ''] = remembered.split('|');
  return { ticket, msgDataId };
}

async function submit(door: Door, draft: string, caller: Caller): Promise<string> {
  const request = { path: '/cgi-bin/freepublish/submit', body: { media_id: draft }, answer: submitted };
  try {
    const { publish_id, msg_data_id = '' } = await door.weixin.call(request, caller);
    return `${publish_id}|${msg_data_id}`;
  } catch (error) {
    throw error instanceof ChannelFailure ? explain(error) : error;
  }
}

function explain(failure: ChannelFailure): ChannelFailure {
  const { code } = failure;
  if (code === '40007') {
    // A draft leaves the box when it is published: an earlier try may have arrived after all.
    return new ChannelFailure('uncertain', '草稿已不在草稿箱（40007），可能已经发布，先核查', { code });
  }
  return failure;
}

function refuseTooLong(content: string): void {
  if (countText(content) < CONTENT_CHARACTERS && Buffer.byteLength(content) < CONTENT_BYTES) return;
  throw new ChannelFailure('refused', '正文连同图片地址超过公众号上限（2 万字符、1 MB）。请删减正文或图片。');
}
