/**
 * Mass sending: the article reaches followers as a message. The platform knows the job by our clientmsgid for 24 hours:
 * sending again inside them tells the first job's number (45065) instead of sending twice. Its end comes by event
 * (receive.ts) or when asked (find-mass.ts); the ticket is `mass:<msg_id>`.
 */
import { z } from 'zod';
import type { Attempt, Receipt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, hours, seconds } from '../../src/clock.ts';
import { digestOf } from '../../src/ids.ts';
import type { Door } from './door.ts';
import { idText, toNumber } from './fields.ts';
import { askStatus, massTicket } from './mass-job.ts';
import type { Caller } from './token.ts';

/** Remembers `<msg_id>|<msg_data_id or ''>`. */
export const MASS_STEP = 'mass';
/** Written before each call, with its number: when it was made. */
export const SENDING = 'send:';
/** With the number of a call that certainly began no job. */
export const UNSENT = 'unsent:';
/** The draft was gone when it was to be sent. */
export const GONE_STEP = 'gone';

/** The platform forgets a clientmsgid after 24 h; an hour less, since its clock is not ours. */
export const KNOWN_FOR = hours(23);

export interface MassOrder {
  readonly draft: string;
  /** 'all' or 'tag:<number>'. */
  readonly notify: string;
}

/** Throws ChannelFailure. */
export async function sendMass(door: Door, order: MassOrder, attempt: Attempt): Promise<Receipt> {
  const lost = await lostBefore(attempt);
  refuseForgotten(lost, attempt.now);
  await attempt.step(SENDING + attempt.number, async () => attempt.now.getTime());
  const whole = { ...order, isResumed: lost.length > 0 };
  const remembered = await attempt.step(MASS_STEP, () => sendOrTell(door, whole, attempt));
  // With a callback the event comes first; looking costs one of 100 calls a day.
  const wait = door.settings.TOKEN === '' ? seconds(10) : seconds(60);
  return { state: 'accepted', ticket: massTicket(readSent(remembered).msgId), lookAt: after(attempt.now, wait) };
}

/** What MASS_STEP remembered. */
export function readSent(remembered: string): { readonly msgId: string; readonly msgDataId: string } {
  const [msgId = '', msgDataId = ''] = remembered.split('|');
  return { msgId, msgDataId };
}

/** When earlier calls of this order were made that may have begun a job; a person who sends again forgets them. */
async function lostBefore({ number, step }: Attempt): Promise<readonly number[]> {
  const lost: number[] = [];
  for (let nth = 1; nth < number; nth++) {
    const sentAt = await step(SENDING + nth, async () => null as number | null);
    if (sentAt !== null && !(await step(UNSENT + nth, async () => false))) lost.push(sentAt);
  }
  return lost;
}

/** A lost call nobody can ask about any more is not made again; find() then calls a person. */
function refuseForgotten(lost: readonly number[], now: Date): void {
  if (lost.every((sentAt) => now.getTime() < sentAt + KNOWN_FOR)) return;
  throw new ChannelFailure('uncertain', '距上次群发请求已近 24 小时，平台不再能认出它，不再重发，先核查');
}

interface Sending extends MassOrder {
  /** Whether an earlier call may have begun the job. */
  readonly isResumed: boolean;
}

async function sendOrTell(door: Door, order: Sending, attempt: Attempt): Promise<string> {
  try {
    return await send(door, order, attempt);
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    if (error.code === '40007') {
      await attempt.step(GONE_STEP, async () => true);
      throw new ChannelFailure('uncertain', '草稿已不在草稿箱（40007），可能已经群发，先核查', { code: '40007' });
    }
    if (beganNothing(error)) await attempt.step(UNSENT + attempt.number, async () => true);
    throw error;
  }
}

/** "Too fast" speaks of an earlier call, "wait for the administrator" of a job that may exist. */
const MAY_HAVE_BEGUN: ReadonlySet<string> = new Set(['45066', '89504', '89505']);

function beganNothing({ kind, code }: ChannelFailure): boolean {
  return kind !== 'uncertain' && !MAY_HAVE_BEGUN.has(code);
}

const EXISTS = 45065; // clientmsgid exist: the answer carries the msg_id of the job it began
const LIVES = 5; // as often as a person may send again, on one day, what the platform failed to send

const sent = z.object({
  errcode: z.coerce.number().default(0),
  msg_id: idText.default(''),
  msg_data_id: idText.default(''),
});

/**
 * A job that failed keeps its clientmsgid: what a person sends again after that goes under the next one. What goes on by
 * itself is told of the failure instead, so that the platform is not shown again what it has just refused.
 */
async function send(door: Door, order: Sending, attempt: Attempt): Promise<string> {
  for (let life = 0; ; life++) {
    const answer = await call(door, order, clientIdOf(attempt.key, life), attempt);
    const remembered = `${answer.msg_id}|${answer.msg_data_id}`;
    if (answer.errcode !== EXISTS || order.isResumed || life + 1 === LIVES) return remembered;
    if (!(await hasFailed(door, answer.msg_id, attempt))) return remembered;
  }
}

async function call(door: Door, { draft, notify }: MassOrder, clientmsgid: string, caller: Caller) {
  const tag = /^tag:(\d+)$/.exec(notify)?.[1];
  const filter = tag ? { is_to_all: false, tag_id: toNumber(tag) } : { is_to_all: true };
  const article = { mpnews: { media_id: draft }, msgtype: 'mpnews', send_ignore_reprint: 0 };
  const body = { filter, ...article, clientmsgid };
  const answer = sent.refine(({ errcode, msg_id }) => errcode === EXISTS || msg_id !== '');
  return await door.weixin.call({ path: '/cgi-bin/message/mass/sendall', body, accepts: [EXISTS], answer }, caller);
}

/** At most 32 bytes (45067). The same over all tries of an order. */
function clientIdOf(key: string, life: number): string {
  return digestOf(life === 0 ? key : `${key}#${life}`).slice(0, 32);
}

async function hasFailed(door: Door, msgId: string, caller: Caller): Promise<boolean> {
  if (msgId === '') return false;
  try {
    return (await askStatus(door, msgId, caller)) === 'SEND_FAIL';
  } catch (error) {
    if (error instanceof ChannelFailure) return false; // find() asks again
    throw error;
  }
}
