/** JSON of a source as an object; integers beyond 2^53 stay text. */
import { parseJson } from '../../src/channel/parse-json.ts';
import { unreadable, wantsLogin } from './failures.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Throws ChannelFailure: a page where data was due is a log-in page or an error page of somebody in between. */
export function readObject(body: string, { pageMeansLogin = false } = {}): Fields {
  if (body.trim() === '') throw unreadable('EMPTY-BODY', '返回了空内容');
  if (body.trimStart().startsWith('<')) throw pageMeansLogin ? wantsLogin() : unreadable('HTML', '返回的是网页');
  let read: unknown;
  try {
    read = parseJson(body);
  } catch {
    throw unreadable('NOT-JSON', '返回的不是完整的 JSON');
  }
  return fieldsOf(read) ?? fail();
}

function fail(): never {
  throw unreadable('NOT-AN-OBJECT');
}

/** An object's fields; null for anything else. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** The objects of a list; what is no object is left out. Throws ChannelFailure when it is no list. */
export function listOf(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) throw unreadable('NO-LIST');
  return value.map(fieldsOf).filter((one) => one !== null);
}
