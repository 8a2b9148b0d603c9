/**
 * insertMany: each row by itself, so that those refused leave the others alone, as on the server.
 */
import type { Row } from '../collection.ts';
import type { Schema } from './create-index.ts';
import { decodeDocument, encodeDocument, idOf } from './encode-document.ts';
import { DuplicateKeyError, type WriteError } from './store-error.ts';
import { insertRow, undoesItself } from './write-row.ts';

/** A document as it will be stored, cut loose from the caller's. */
export interface Insertable {
  readonly text: string;
  readonly document: Row;
}

/** Its stored text. Throws TypeError for what the store cannot keep, before anything is written. */
export function toText(row: Row): string {
  if (typeof row._id !== 'string' || row._id === '')
    throw new TypeError('a row needs an _id, a string that is not empty');
  return encodeDocument(row);
}

export interface Refused {
  readonly inserted: number;
  readonly refused: readonly WriteError[];
}

/** How many went in, and which were refused: the others stay. */
export function insertRows(
  schema: Schema,
  collection: string,
  { texts, ordered }: { readonly texts: readonly string[]; readonly ordered: boolean },
): Refused {
  const refused: WriteError[] = [];
  let inserted = 0;
  if (texts.length > 1) schema.guard();
  for (const [index, text] of texts.entries()) {
    const hasKeys = schema.catalog.find(collection)?.columns.length !== 0;
    const row = { text, document: hasKeys ? decodeDocument(text) : idOf(text) };
    const isSimple = undoesItself(schema.catalog.find(collection), row.document);
    const error = isSimple ? tryInsert(schema, collection, row) : insertGuarded(schema, collection, row);
    if (error === null) inserted++;
    else refused.push({ index, code: error.code, errmsg: error.message });
    if (error !== null && ordered) break;
  }
  return { inserted, refused };
}

function tryInsert(schema: Schema, collection: string, row: Insertable): DuplicateKeyError | null {
  try {
    insertRow(schema, collection, row);
    return null;
  } catch (error) {
    if (error instanceof DuplicateKeyError) return error;
    throw error;
  }
}

/** A refused row takes back what it had put into side tables; the others stay. */
function insertGuarded(schema: Schema, collection: string, row: Insertable): DuplicateKeyError | null {
  const { connection, catalog } = schema;
  schema.guard();
  connection.run('SAVEPOINT row');
  const error = tryInsert(schema, collection, row);
  if (error !== null) connection.run('ROLLBACK TO row');
  connection.run('RELEASE row');
  if (error !== null) catalog.refresh();
  return error;
}
