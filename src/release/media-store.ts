/**
 * The bytes of pictures, kept under the SHA-256 of what they are: the same picture twice is one record, and an address
 * never changes its content. What may come in is decided in pictures.ts.
 */
import { Problem } from '../errors.ts';
import type { Collection, Database } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import type { Picture } from './announcement.ts';
import { readPicture } from './pictures.ts';

interface MediaRow {
  readonly _id: string;
  readonly type: Picture['type'];
  /** Base64 instead of bytes, so that both stores keep the same plain JSON; 5 MB become 6.7 of MongoDB's 16 MB a record. */
  readonly base64: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly addedAt: Date;
  /** Staff id. */
  readonly by: string;
}

export const MEDIA = 'media';

/** Satisfies the Media that adapters are given (channel/kind.ts). */
export interface MediaStore {
  /** Keeps a picture; a second time changes nothing. `by` is a staff id. Throws what readPicture() throws. */
  put(bytes: Uint8Array, added: { readonly by: string; readonly now: Date }): Promise<Picture>;
  has(id: string): Promise<boolean>;
  /** The pictures of these ids, in their order. Throws Problem 'not-found'. */
  describe(ids: readonly string[]): Promise<readonly Picture[]>;
  /** Throws Problem 'not-found'. */
  read(id: string): Promise<Uint8Array>;
}

export function openMediaStore(db: Database): MediaStore {
  const media = db.collection<MediaRow>(MEDIA);
  return {
    put: (bytes, added) => put(media, bytes, added),
    has: async (id) => (await findPicture(media, id)) !== null,
    describe: (ids) => Promise.all(ids.map(async (id) => (await findPicture(media, id)) ?? missing())),
    read: async (id) => Buffer.from((await media.findOne({ _id: id }))?.base64 ?? missing(), 'base64'),
  };
}

async function put(media: Collection<MediaRow>, bytes: Uint8Array, added: { by: string; now: Date }): Promise<Picture> {
  const picture = readPicture(bytes);
  const { id, ...shape } = picture;
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  try {
    await media.insertOne({ _id: id, ...shape, base64, addedAt: added.now, by: added.by });
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
  return picture;
}

async function findPicture(media: Collection<MediaRow>, id: string): Promise<Picture | null> {
  const row = await media.findOne({ _id: id }, { projection: { base64: 0 } });
  return row && { id: row._id, type: row.type, bytes: row.bytes, width: row.width, height: row.height };
}

function missing(): never {
  throw new Problem('not-found', '没有这张图片。它可能没有上传成功，请重新上传。');
}
