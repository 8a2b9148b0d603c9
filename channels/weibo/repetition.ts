/**
 * “You have posted that already” (20017, 20019, 20111): the echo of our own lost post, or a refusal because of another one
 * that is alike. Looking tells the two apart; the word itself is remembered with the try, so that a refusal repeated for
 * ever comes before a person.
 */
import type { Attempt, Sighting, Trace } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { REPETITIONS } from './errors.ts';

const STEP = 'twice:';
/** The first may be the echo of a call that was undone, or a mistake: it is sent once more when nothing is seen. */
const BEFORE_ASKING = 2;

/** The call's answer; the platform's word that it is a repetition is remembered. Throws what the call throws. */
export async function notingRepetition<T>(call: Promise<T>, attempt: Attempt): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ChannelFailure && REPETITIONS.has(error.code)) {
      await attempt.step(`${STEP}${attempt.number}`, async () => true);
    }
    throw error;
  }
}

/** 'unknown' when the platform goes on calling it a repetition of something that is not seen, else null. */
export function repeatedlyRefused({ steps }: Trace): Sighting | null {
  const times = Object.keys(steps).filter((name) => name.startsWith(STEP)).length;
  if (times < BEFORE_ASKING) return null;
  const reason = `微博 ${times} 次称内容与已发的相同或相近，但没有看到本条。若未发出，请修改文字后重发`;
  return { seen: 'unknown', reason };
}
