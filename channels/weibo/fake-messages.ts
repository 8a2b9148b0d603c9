/**
 * Private messages on the fake (粉丝服务平台): what somebody sends is pushed to us, signed as the platform signs, and may be
 * answered within 48 hours. Nobody can ask for what was sent.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../../src/clock.ts';
import type { Book } from './fake-book.ts';
import { APPLICATION } from './fake-oauth.ts';
import { Refusal, UID, uidOf } from './fake-platform.ts';
import { platformDate } from './fake-text.ts';
import { bare } from './fake-wire.ts';

const WINDOW_MS = 48 * 3_600_000;

export interface Messages {
  /** Somebody sends words; pushed so many times, side by side. Returns the statuses of the answers. */
  say(author: string, text: string, times?: number): Promise<readonly number[]>;
  /** Pushes anything, signed; `changes` go over the message's fields. */
  push(changes: Readonly<Record<string, unknown>>): Promise<number>;
  /** Answers by us. Throws a Refusal outside the window. */
  answer(receiver: string, text: string): unknown;
}

export function openMessages(book: Book, clock: Clock, pushTo: string | null): Messages {
  const { messages } = book.pages;
  async function push(changes: Readonly<Record<string, unknown>>): Promise<number> {
    if (pushTo === null) return 0;
    const created_at = platformDate(clock.now().toISOString());
    const message = { type: 'text', receiver_id: bare(UID), sender_id: bare('1'), created_at, text: '', data: {} };
    const answer = await fetch(`${pushTo}?${sign(clock)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...message, ...changes }),
    });
    await answer.text();
    return answer.status;
  }
  return {
    push,
    async say(author, text, times = 1) {
      const uid = uidOf(author);
      messages.push({ uid, author, text, at: clock.now().toISOString(), answers: [] });
      const created_at = platformDate(clock.now().toISOString());
      const one = { sender_id: bare(uid), created_at, text };
      return await Promise.all(Array.from({ length: times }, () => push(one)));
    },
    answer(receiver, text) {
      const last = messages.findLast(({ uid }) => uid === receiver);
      if (!last || clock.now().getTime() - Date.parse(last.at) > WINDOW_MS) {
        throw new Refusal(26403, 'message reply not allowed');
      }
      last.answers.push(text);
      return { result: true, sender_id: bare(UID), receiver_id: bare(receiver), type: 'text' };
    },
  };
}

function sign(clock: Clock): URLSearchParams {
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const nonce = '1514711492';
  const sorted = [APPLICATION.secret, timestamp, nonce].sort().join('');
  return new URLSearchParams({ signature: createHash('sha1').update(sorted).digest('hex'), timestamp, nonce });
}
