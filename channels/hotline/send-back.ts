/**
 * Gives an answer back to the hotline, which closes the case with it, or tells how far a case has got, and looks whether that
 * is there. All are signed. The key of the order goes along: the hotline keeps one of them under a key, however often it comes.
 */
import { z } from 'zod';
import type { CaseStatus } from '../../src/channel/case-status.ts';
import type { Attempt, Receipt, Ref, Sighting, Trace } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { networkFailure } from '../../src/channel/network-failure.ts';
import { after, minutes } from '../../src/clock.ts';
import { ANSWER_TIMEOUT_MS } from './limits.ts';
import type { HotlineSettings } from './settings.ts';
import { sign } from './sign.ts';

const foundSchema = z.object({ found: z.boolean() });

export async function reply(settings: HotlineSettings, ref: Ref, text: string, attempt: Attempt): Promise<Receipt> {
  const body = JSON.stringify({ key: attempt.key, text, state: 'closed', at: attempt.now.toISOString() });
  const { status } = await ask(settings, { method: 'POST', path: pathOf(ref, 'replies'), body }, attempt);
  if (status === 200 || status === 201) return { state: 'done', ref, url: null };
  throw failureOf(status, attempt.now);
}

/** A case that is closed over there takes no more of them (409): then there is nothing left to tell. */
export async function report(
  settings: HotlineSettings,
  ref: Ref,
  told: CaseStatus,
  attempt: Attempt,
): Promise<Receipt> {
  const body = JSON.stringify({ key: attempt.key, ...told });
  const { status } = await ask(settings, { method: 'POST', path: pathOf(ref, 'status'), body }, attempt);
  if (status === 200 || status === 201 || status === 409) return { state: 'done', ref, url: null };
  if (status === 404 || status === 405 || status === 501) {
    const code = `HTTP ${status}`;
    throw new ChannelFailure('refused', `热线没有这个工单，或不收办理状态（${code}）。${SWITCH_OFF}`, { code });
  }
  throw failureOf(status, attempt.now);
}

const SWITCH_OFF = '请在热线系统中核对；对方不收的，请把变量 STATUS_BACK 设为 off。';

/** 'absent' only by the hotline's own word: it knows the case and nothing under this key. */
export async function find(settings: HotlineSettings, { order }: Trace, attempt: Attempt): Promise<Sighting> {
  if (order.action !== 'reply' && order.action !== 'report') return { seen: 'absent' };
  const what = order.action === 'reply' ? 'replies' : 'status';
  const path = `${pathOf(order.comment, what)}?key=${encodeURIComponent(attempt.key)}`;
  const { status, text } = await ask(settings, { method: 'GET', path, body: '' }, attempt);
  if (status !== 200) throw failureOf(status, attempt.now);
  const read = foundSchema.safeParse(parsed(text));
  if (!read.success) return { seen: 'unknown', reason: '热线的答复无法辨认，请在热线系统中核对' };
  return read.data.found ? { seen: 'done', ref: order.comment, url: null } : { seen: 'absent' };
}

function pathOf(ref: Ref, what: 'replies' | 'status'): string {
  return `/cases/${encodeURIComponent(ref)}/${what}`;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string;
}

async function ask({ ADDRESS, SECRET }: HotlineSettings, { method, path, body }: Call, { signal, now }: Attempt) {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const headers = {
    'content-type': 'application/json',
    'x-timestamp': timestamp,
    'x-signature': sign(SECRET, timestamp, method === 'GET' ? path : body),
  };
  const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
  try {
    const sent = { method, headers, redirect: 'error' as const, signal: patience, ...(method === 'POST' && { body }) };
    const answer = await fetch(`${ADDRESS.replace(/\/+$/, '')}${path}`, sent);
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    throw networkFailure(error);
  }
}

function failureOf(status: number, now: Date): ChannelFailure {
  const code = `HTTP ${status}`;
  if (status === 401 || status === 403) {
    return new ChannelFailure('locked-out', '热线不认签名。请核对双方的密钥和时钟。', { code });
  }
  if (status === 404) return new ChannelFailure('refused', '热线没有这个工单。请在热线系统中核对。', { code });
  if (status === 429) return new ChannelFailure('limited', '热线称过于频繁', { code, retryAt: after(now, minutes(1)) });
  if (status >= 500) return new ChannelFailure('uncertain', `热线报错（${code}），结果不明，先核查`, { code });
  return new ChannelFailure('refused', `热线不接受这个答复（${code}）。请在热线系统中核对。`, { code });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
