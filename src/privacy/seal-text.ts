/**
 * Text sealed for the store (AES-256-GCM): who holds the database alone reads nothing. The name of the place it is kept in is
 * authenticated with it, so that what is copied to another place does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE = 12; // bytes; NIST SP 800-38D, 8.2
const TAG = 16;

/** base64 of nonce, tag and ciphertext; no two sealings are alike, even of one text. `key`: 32 bytes. */
export function sealText(text: string, key: Buffer, place: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Throws when key or place are not those it was sealed with, or a bit has changed. */
export function unsealText(sealed: string, key: Buffer, place: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}
