/** Answering what came in through a form of our site: the answer shows where its writer looks it up by number. */
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Site } from '../../src/channel/kind.ts';
import { untilStopped } from './until-stopped.ts';

export async function reply(
  { comment, text }: { readonly comment: Ref; readonly text: string },
  attempt: Attempt,
  site: Site,
): Promise<Receipt> {
  const answer = { key: attempt.key, text, at: attempt.now };
  const outcome = await untilStopped(attempt, () => site.answer(comment, answer));
  if (outcome === 'unknown') throw notOurs();
  return { state: 'done', ref: comment, url: null };
}

export function notOurs(): ChannelFailure {
  return new ChannelFailure('refused', '这件不是从本网站的表单来的，不能在网站上答复；请以其他方式答复后登记');
}
