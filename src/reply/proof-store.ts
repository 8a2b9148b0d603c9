/**
 * Files that show that an answer was given elsewhere: a scan of the letter, a picture of the press conference, a recording of the call.
 * Kept under the SHA-256 of what they are; for staff only, never on the site. What a file is, its bytes say, not its name.
 */
import { invalid, Problem } from '../errors.ts';
import { digestOf } from '../ids.ts';
import type { Collection, Database, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';

export interface Proof {
  /** `<64 hex>.<pdf|jpg|png|mp3|m4a>` */
  readonly id: string;
  readonly type: string;
  readonly bytes: number;
}

interface ProofRow extends Row {
  readonly type: string;
  readonly bytes: number;
  /** As in release/media-store.ts: the same plain JSON in both stores, and one record holds it. */
  readonly base64: string;
  readonly addedAt: Date;
  /** Staff id. */
  readonly by: string;
}

export const PROOFS = 'proofs';
export const PROOF_BYTES = 8 * 1024 * 1024;

/** Ending → media type, and the bytes such a file begins with, from a place on. */
const KINDS: readonly { ending: string; type: string; at: number; begins: readonly string[] }[] = [
  { ending: 'pdf', type: 'application/pdf', at: 0, begins: ['%PDF-'] },
  { ending: 'jpg', type: 'image/jpeg', at: 0, begins: ['\xff\xd8\xff'] },
  { ending: 'png', type: 'image/png', at: 0, begins: ['\x89PNG\r\n\x1a\n'] },
  { ending: 'mp3', type: 'audio/mpeg', at: 0, begins: ['ID3', '\xff\xfb', '\xff\xf3', '\xff\xf2'] },
  { ending: 'm4a', type: 'audio/mp4', at: 4, begins: ['ftyp'] },
];

/** Keeps a file; the same again changes nothing. Throws 'too-large', 'invalid-input'. */
export async function keepProof(db: Database, content: Uint8Array, by: string, now: Date): Promise<Proof> {
  if (content.length > PROOF_BYTES) throw new Problem('too-large', '文件超过 8 MB 的上限。请压缩后重新上传。');
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const kind = KINDS.find(({ at, begins }) =>
    begins.some((head) => bytes.toString('latin1', at, at + head.length) === head),
  );
  if (!kind) throw invalid('file', '不是可用的依据文件', '请使用 PDF、JPEG、PNG、MP3 或 M4A 格式的完整文件');
  const proof = { id: `${digestOf(bytes)}.${kind.ending}`, type: kind.type, bytes: bytes.length };
  const { id: _id, ...shape } = proof;
  await insertNew(proofsOf(db), [{ _id, ...shape, base64: bytes.toString('base64'), addedAt: now, by }]);
  return proof;
}

/** Throws 'not-found'. */
export async function readProof(db: Database, id: string): Promise<Proof & { readonly content: Buffer }> {
  const row = await proofsOf(db).findOne({ _id: id });
  if (!row) throw new Problem('not-found', '没有这个依据文件。请从回应页面重新进入。');
  return { id, type: row.type, bytes: row.bytes, content: Buffer.from(row.base64, 'base64') };
}

/** Throws 'invalid-input' naming the first that is not there. */
export async function refuseMissingProofs(db: Database, ids: readonly string[]): Promise<void> {
  for (const [i, id] of ids.entries()) {
    if ((await proofsOf(db).countDocuments({ _id: id })) === 0)
      throw invalid(`proofFiles.${i}`, '没有这个依据文件', '请先上传，再填写上传后得到的编号');
  }
}

function proofsOf(db: Database): Collection<ProofRow> {
  return db.collection<ProofRow>(PROOFS);
}
