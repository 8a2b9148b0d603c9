/**
 * Posts one text through statuses/share, the only posting call open to ordinary apps. The platform takes no key of ours: a
 * lost answer is looked for in find-post.ts.
 */
import type { Attempt, Piece, Receipt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { showsFrom, type WeiboAccount } from './account.ts';

import { SLOW } from './errors.ts';
import type { Upload } from './form.ts';
import { PICTURE_BYTES } from './limits.ts';
import { type Payload, readPayload } from './payload.ts';
import { postUrl } from './post-url.ts';
import { notingRepetition } from './repetition.ts';
import { idSchema, pageNumberOf } from './wire.ts';

export async function publish(piece: Piece, attempt: Attempt, account: WeiboAccount): Promise<Receipt> {
  const { text, picture } = readPayload(piece);
  const pic = picture ? await readPicture(picture, account) : undefined;
  const { api, settings } = account;
  const fields = { status: text, rip: settings.OPERATOR_IP };
  const answer = await slowOr(notingRepetition(api.change('statuses/share', fields, attempt, pic && { pic }), attempt));
  if (answer === SLOW) return { state: 'accepted', ticket: attempt.key, lookAt: showsFrom(attempt.now, account) };
  const ref = idSchema.safeParse(answer).data;
  if (!ref) throw new ChannelFailure('uncertain', '微博的应答里没有微博编号，结果不明，先核查');
  return { state: 'done', ref, url: postUrl(settings.PAGES, settings.UID, pageNumberOf(answer, ref)) };
}

/** The answer, or SLOW where the platform took the order and shows it later. */
export async function slowOr(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === SLOW) return SLOW;
    throw error;
  }
}

async function readPicture({ id, type }: NonNullable<Payload['picture']>, { media }: WeiboAccount): Promise<Upload> {
  const bytes = await media.read(id);
  if (bytes.byteLength >= PICTURE_BYTES) throw new ChannelFailure('refused', '配图不小于 5 MB，请换用较小的图片');
  return { name: id, type, bytes };
}
