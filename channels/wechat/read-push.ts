/** The body of a push as plain text fields, whether the account chose XML or JSON: every value stays text, ids keep their digits. */
import { XMLParser } from 'fast-xml-parser';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { parseJson } from '../../src/channel/parse-json.ts';

/** A value of a push. */
export type Field = string | readonly Field[] | { readonly [name: string]: Field };

const CDATA = '#cdata';

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false, // a MsgId of 64 bits must not become a number
  processEntities: false, // no entity of a stranger's making; the five of XML itself are undone below
  trimValues: false,
  cdataPropName: CDATA,
  isArray: (name) => name === 'item' || name === 'fail_idx',
});

/** The fields of a message. Throws ChannelFailure 'refused' when it is neither XML nor JSON. */
export function readPush(body: string): Field {
  const text = body.trim();
  const flat = readFlat(text);
  if (flat) return flat;
  try {
    if (text.startsWith('{')) return fromJson(parseJson(text));
    const { xml } = parser.parse(text) as { xml?: unknown };
    if (xml !== undefined) return fromXml(xml);
  } catch {
    // told below
  }
  throw new ChannelFailure('refused', '推送的内容既不是 XML 也不是 JSON，未接受。');
}

const FLAT = /\s*<(\w+)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>\s*/y;

/**
 * Fields one after another, each with its text, as messages and encrypted envelopes come: read in a fifth of the parser's
 * time. null for anything else, which the parser reads: lists, fields within fields, a text that holds the end of CDATA.
 */
function readFlat(text: string): Field | null {
  if (!text.startsWith('<xml>') || !text.endsWith('</xml>')) return null;
  const end = text.length - 6;
  const fields: Record<string, string> = Object.create(null);
  for (FLAT.lastIndex = 5; FLAT.lastIndex < end; ) {
    const [, name = '', cdata, bare = ''] = FLAT.exec(text) ?? [];
    if (name === '' || name in fields || FLAT.lastIndex > end || cdata?.includes(']]>')) return null;
    fields[name] = cdata ?? (bare.includes('&') ? undoEntities(bare) : bare);
  }
  return fields;
}

function fromXml(node: unknown): Field {
  if (typeof node === 'string') return undoEntities(node);
  if (Array.isArray(node)) return node.map(fromXml);
  const fields = Object.entries(node as object).filter(([name]) => name !== '#text');
  const cdata = fields.find(([name]) => name === CDATA)?.[1] as string | readonly string[] | undefined;
  if (cdata !== undefined) return typeof cdata === 'string' ? cdata : cdata.join(''); // `]]>` inside splits it
  if (fields.length === 0) return undoEntities(String((node as { '#text'?: unknown })['#text'] ?? ''));
  return Object.fromEntries(fields.map(([name, value]) => [name, fromXml(value)]));
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function undoEntities(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_all, name: string) => ENTITIES[name] as string);
}

function fromJson(value: unknown): Field {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== 'object' || value === null) return value === null ? '' : String(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fromJson(inner)]));
}

/** The field at a path, or null. */
export function fieldAt(field: Field, ...path: readonly string[]): Field | null {
  let at: Field | null = field;
  for (const name of path) {
    if (at === null || typeof at === 'string') return null;
    if (Array.isArray(at)) at = at[0] ?? null;
    at =
      at !== null && typeof at === 'object' && Object.hasOwn(at, name)
        ? ((at as Record<string, Field>)[name] ?? null)
        : null;
  }
  return at;
}

/** The text at a path, '' when there is none. */
export function textAt(field: Field, ...path: readonly string[]): string {
  const found = fieldAt(field, ...path);
  return typeof found === 'string' ? found.trim() : '';
}

/** The list at a path; a single value is a list of one. */
export function listAt(field: Field, ...path: readonly string[]): readonly Field[] {
  const found = fieldAt(field, ...path);
  if (found === null || found === '') return [];
  return Array.isArray(found) ? found : [found as Field];
}
