/**
 * What a citizen tells about himself (name, telephone, identity number) is kept apart from what he wrote and encrypted
 * (AES-256-GCM): whoever holds the database alone reads nothing of it. The same lock closes the forms' questions.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE = 12; // bytes; NIST SP 800-38D, 8.2
const TAG = 16;

/** `about` is authenticated with the text: sealed for one record it does not open for another. base64url. */
export function seal(key: Buffer, about: string, text: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Null when it was not sealed with this key, or for something else, or changed since. */
export function unseal(key: Buffer, about: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE + TAG) return null;
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** A mark of a text that only the holder of the key can make, such as a code that is to be compared and not kept. */
export function markOf(key: Buffer, about: string, text: string): string {
  return createHmac('sha256', key).update(`${about}\n${text}`).digest('base64url');
}
