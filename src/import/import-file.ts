/** The bytes of an uploaded file, in parts small enough for both stores; written as they come and read the same way. */
import type { Collection, Database, Row } from '../store/collection.ts';

interface Part extends Row {
  /** `<import>:<number>` with leading zeros. */
  readonly _id: string;
  /** Base64, so that both stores keep the same plain JSON. */
  readonly base64: string;
}

const PART_BYTES = 256 * 1024;

/** Writes the parts and hands each to `look` before; returns how many bytes there were. */
export async function keepFile(
  db: Database,
  id: string,
  { body, look }: { readonly body: AsyncIterable<Uint8Array>; look(chunk: Uint8Array): void },
): Promise<number> {
  let bytes = 0;
  let number = 0;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const write = async () => {
    const base64 = Buffer.concat(waiting).toString('base64');
    [waiting, size] = [[], 0];
    await partsOf(db).insertOne({ _id: partId(id, number++), base64 });
  };
  for await (const chunk of body) {
    look(chunk);
    bytes += chunk.length;
    size += chunk.length;
    waiting.push(chunk);
    if (size >= PART_BYTES) await write();
  }
  if (size > 0) await write();
  return bytes;
}

export async function* readFile(db: Database, id: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const part = await partsOf(db).findOne({ _id: partId(id, number) });
    if (!part) return;
    yield Buffer.from(part.base64, 'base64');
  }
}

/** Doing it twice is doing it once. */
export async function dropFile(db: Database, id: string): Promise<void> {
  await partsOf(db).deleteMany({ _id: { $gte: partId(id, 0), $lte: `${id}:9` } });
}

function partId(id: string, number: number): string {
  return `${id}:${String(number).padStart(6, '0')}`;
}

function partsOf(db: Database): Collection<Part> {
  return db.collection<Part>('import-files');
}
