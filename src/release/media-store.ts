/**
 * The bytes of pictures and attachments, kept under the SHA-256 of what they are: the same file twice is one record, and an
 * address never changes its content. What may come in is decided in pictures.ts and attachment.ts.
 */
import { Problem } from '../errors.ts';
import type { Collection, Database } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import type { Picture } from './announcement.ts';
import { attachmentTypes, type KeptFile, readAttachment } from './attachment.ts';
import { readPicture } from './pictures.ts';

interface MediaRow {
  readonly _id: string;
  readonly type: string;
  /** Base64 instead of bytes, so that both stores keep the same plain JSON; 10 MB become 13.4 of MongoDB's 16 MB a record. */
  readonly base64: string;
  readonly bytes: number;
  /** Of a picture; a document has none. */
  readonly width?: number;
  readonly height?: number;
  readonly addedAt: Date;
  /** Staff id. */
  readonly by: string;
}

interface Added {
  /** Staff id. */
  readonly by: string;
  readonly now: Date;
}

export const MEDIA = 'media';

/** Satisfies the Media that adapters are given (channel/kind.ts). */
export interface MediaStore {
  /** Keeps a picture; a second time changes nothing. Throws what readPicture() throws. */
  put(bytes: Uint8Array, added: Added): Promise<Picture>;
  /** Keeps a document; a second time changes nothing. Throws what readAttachment() throws. */
  putFile(bytes: Uint8Array, name: string, added: Added): Promise<KeptFile>;
  /** Whether a picture or a document is kept under this id. */
  has(id: string): Promise<boolean>;
  /** Bytes of what is kept under this id, null for nothing. */
  sizeOf(id: string): Promise<number | null>;
  /** The pictures of these ids, in their order. Throws Problem 'not-found'. */
  describe(ids: readonly string[]): Promise<readonly Picture[]>;
  /** Throws Problem 'not-found'. */
  read(id: string): Promise<Uint8Array>;
}

export function openMediaStore(db: Database): MediaStore {
  const media = db.collection<MediaRow>(MEDIA);
  return {
    put: async (bytes, added) => {
      const picture = readPicture(bytes);
      const { id, ...shape } = picture;
      await keep(media, { _id: id, ...shape }, bytes, added);
      return picture;
    },
    putFile: async (bytes, name, added) => {
      const file = readAttachment(bytes, name);
      const row = { _id: file.id, type: attachmentTypes[file.extension], bytes: file.bytes };
      await keep(media, row, bytes, added);
      return file;
    },
    has: async (id) => (await findRow(media, id)) !== null,
    sizeOf: async (id) => (await findRow(media, id))?.bytes ?? null,
    describe: (ids) => Promise.all(ids.map(async (id) => toPicture(await findRow(media, id)) ?? missing())),
    read: async (id) => Buffer.from((await media.findOne({ _id: id }))?.base64 ?? missing(), 'base64'),
  };
}

async function keep(
  media: Collection<MediaRow>,
  row: Omit<MediaRow, 'base64' | 'addedAt' | 'by'>,
  bytes: Uint8Array,
  { by, now }: Added,
): Promise<void> {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  try {
    await media.insertOne({ ...row, base64, addedAt: now, by });
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}

async function findRow(media: Collection<MediaRow>, id: string): Promise<Omit<MediaRow, 'base64'> | null> {
  return await media.findOne({ _id: id }, { projection: { base64: 0 } });
}

function toPicture(row: Omit<MediaRow, 'base64'> | null): Picture | null {
  if (row?.width === undefined || row.height === undefined) return null;
  const { _id: id, type, bytes, width, height } = row;
  return { id, type: type as Picture['type'], bytes, width, height };
}

function missing(): never {
  throw new Problem('not-found', '没有这张图片或附件。它可能没有上传成功，请重新上传。');
}
