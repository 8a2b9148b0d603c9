/** What opens a submission at the lookup page: kept as a mark that only the holder of the key can make, never as it was typed. */
import { createHmac } from 'node:crypto';

/** Of the last digits of a telephone number, or of the code of a receipt. */
export function proofOf(key: Buffer, id: string, digits: string): string {
  return markOf(key, `proof:${id}`, digits);
}

/** Six digits for those who left no telephone number; the same whenever they are asked for. */
export function codeOf(key: Buffer, id: string): string {
  const bytes = Buffer.from(markOf(key, 'code', id), 'base64url');
  return String(bytes.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

function markOf(key: Buffer, about: string, text: string): string {
  return createHmac('sha256', key).update(`${about}\n${text}`).digest('base64url');
}
