/**
 * Documents as text. The text is MongoDB's Extended JSON (relaxed): dates as {"$date": ISO}, bytes as {"$binary": …}, so
 * nothing is lost and `sqlite3 … "select doc from releases"` prints what mongoimport reads. Keys for columns: encode-key.ts.
 */
import type { Row } from '../collection.ts';

/** The stored text of a document. undefined is dropped; throws TypeError for what the store cannot give back as it was. */
export function encodeDocument(document: object): string {
  return JSON.stringify(toPlain(document, []));
}

/** A fresh document from its stored text. */
export function decodeDocument(text: string): Row & Record<string, unknown> {
  const parsed = JSON.parse(text);
  // Every special value begins with a $ key; a text without one needs no second look.
  return text.includes('"$') ? revive(parsed) : parsed;
}

const ID_FIRST = /^\{"_id":("(?:[^"\\]|\\.)*")/;

/** The `_id` of a stored text, as a document: all that a table without further keys asks of a new row. */
export function idOf(text: string): Row {
  const quoted = ID_FIRST.exec(text)?.[1];
  return quoted === undefined ? decodeDocument(text) : { _id: JSON.parse(quoted) as string };
}

/** A copy that shares nothing with the original: callers may change theirs after the call, we may change ours. */
export function copyOf<V>(value: V): V {
  return copy(value) as V;
}

function copy(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`the store takes no ${typeof value}`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Date) return new Date(value);
  if (value instanceof RegExp || value instanceof Uint8Array) return value;
  const twin: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = copy((value as Record<string, unknown>)[key]);
    if (key === '__proto__') Object.defineProperty(twin, key, { value: inner, enumerable: true });
    else twin[key] = inner;
  }
  return twin;
}

/** The names on the way to a value. Put together only when something is refused: every write passes here. */
type Path = (string | number)[];

/** The value itself when it is plain already, all the way down; nothing is copied for nothing. */
function toPlain(value: unknown, at: Path): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`the store takes no ${value}: field ${at.join('.')}`);
      return value;
    case 'object':
      return value === null ? null : objectToPlain(value, at);
    default:
      throw new TypeError(`the store takes no ${typeof value}: field ${at.join('.')}`);
  }
}

function objectToPlain(value: object, at: Path): unknown {
  if (Array.isArray(value)) return listToPlain(value, at);
  if (value instanceof Date) return dateToPlain(value, at);
  if (value instanceof Uint8Array) {
    return { $binary: { base64: Buffer.from(value).toString('base64'), subType: '00' } };
  }
  const kind = Object.getPrototypeOf(value);
  if (kind !== Object.prototype && kind !== null) {
    throw new TypeError(`the store takes plain objects, not a ${kind.constructor?.name}: field ${at.join('.')}`);
  }
  const document = value as Record<string, unknown>;
  let plain = document;
  for (const key of Object.keys(document)) {
    at.push(key);
    // MongoDB takes such names under conditions, other servers of its protocol do not; nowhere is nowhere.
    if (key.startsWith('$') || key.includes('.') || key === '__proto__') {
      throw new TypeError(`a field name may not begin with $ or contain a dot: ${at.join('.')}`);
    }
    const inner = toPlain(document[key], at);
    at.pop();
    if (inner === document[key]) continue;
    if (plain === document) plain = { ...document };
    plain[key] = inner;
  }
  return plain;
}

function listToPlain(list: readonly unknown[], at: Path): unknown {
  let isPlain = true;
  const plain = list.map((item, i) => {
    at.push(i);
    const inner = toPlain(item, at) ?? null;
    at.pop();
    if (inner !== item) isPlain = false;
    return inner;
  });
  return isPlain ? list : plain;
}

function dateToPlain(date: Date, at: Path): unknown {
  if (Number.isNaN(date.getTime())) throw new TypeError(`the store takes no invalid date: field ${at.join('.')}`);
  return { $date: date.toISOString() };
}

function revive<V>(value: V): V;
function revive(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = revive(value[i]);
    return value;
  }
  const document = value as Record<string, unknown>;
  for (const key in document) {
    if (key === '$date') return new Date(document[key] as string);
    if (key === '$binary') return Buffer.from((document[key] as { base64: string }).base64, 'base64');
    const inner = document[key];
    if (typeof inner !== 'object' || inner === null) continue;
    const revived = revive(inner);
    if (revived !== inner) document[key] = revived;
  }
  return document;
}
