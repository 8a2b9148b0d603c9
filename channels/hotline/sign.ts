/**
 * How both sides sign: HMAC-SHA256, hex, over the time in seconds, a line feed and the body as it is sent. A key is changed
 * without a gap: for a while the previous one is taken as well.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { HotlineSettings } from './settings.ts';

export interface Signed {
  readonly timestamp: string;
  readonly signature: string;
}

export function sign(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${body}`).digest('hex');
}

type Keys = Pick<HotlineSettings, 'SECRET' | 'SECRET_PREVIOUS' | 'WINDOW_SECONDS'>;

/** Throws ChannelFailure 'refused' for what is not signed by the other side, or not now. */
export function checkSigned(
  settings: Keys,
  { timestamp, signature, body }: Signed & { body: string },
  now: Date,
): void {
  // Both keys are always tried, so that the time it takes tells nothing.
  const keys = [settings.SECRET, settings.SECRET_PREVIOUS ?? settings.SECRET];
  const isRight = keys.map((key) => isSame(signature, sign(key, timestamp, body))).some(Boolean);
  if (!isRight) throw new ChannelFailure('refused', '热线推送的签名不对，未接受。请核对双方的密钥。');
  const isNow =
    /^\d{10}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - Number(timestamp)) <= settings.WINDOW_SECONDS;
  if (!isNow) throw new ChannelFailure('refused', '热线推送的时间与本机相差太多，未接受。请核对双方的时钟。');
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given.toLowerCase()), Buffer.from(right)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
