/**
 * Names of records. A record that follows from another has a computed id, so that doing the step twice makes one
 * record; only what people start (a release, a person, a token) draws a new one here.
 */
import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // no i, l, o, u: ids are read aloud on the phone

/** A new id that sorts by time: 9 characters of milliseconds and 6 of chance (2^30 per millisecond). */
export function newId(now: Date): string {
  let time = now.getTime();
  let text = '';
  for (let i = 0; i < 9; i++) {
    text = ALPHABET[time % 32] + text;
    time = Math.floor(time / 32);
  }
  return text + [...randomBytes(6)].map((byte) => ALPHABET[byte % 32]).join('');
}

/** Hex SHA-256 of bytes or text. */
export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** 256 bits of chance as base64url: session keys, bearer tokens, first passwords are cut from it. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
