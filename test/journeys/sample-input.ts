/** The smallest input that a schema takes, made from the schema itself: enough to get past the door and meet the rights behind it. */
import { z } from 'zod';
import type { Endpoint } from '../../src/http/endpoint.ts';

type Json = ReturnType<typeof JSON.parse>;

export interface Sample {
  readonly path: string;
  readonly body: string | Uint8Array | null;
  readonly type: string | null;
}

/** What there is to act on: beginning of a path → what its first parameter names; and fields bodies may need. */
export interface There {
  readonly ids: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** `there`: real things, so that nobody is let through by a thing that is not there. */
export function sampleFor({ path, params, query, body, raw }: Endpoint, there: There): Sample {
  const ids = params ? valueFor(schemaOf(params)) : {};
  const [, real] = Object.entries(there.ids).find(([start]) => path.startsWith(start)) ?? [];
  let isFirst = true;
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const id = isFirst && real ? real : String(ids[name] ?? 'x');
    isFirst = false;
    return encodeURIComponent(id);
  });
  const asked = new URLSearchParams(query ? valueFor(schemaOf(query)) : {}).toString();
  const at = asked === '' ? filled : `${filled}?${asked}`;
  if (raw) return { path: at, body: new TextEncoder().encode('x'), type: typeFor(raw.types[0] ?? 'text/plain') };
  if (body) return { path: at, body: JSON.stringify(bodyFor(schemaOf(body), there)), type: 'application/json' };
  return { path: at, body: null, type: null };
}

function typeFor(type: string): string {
  return type.replace('*/*', 'text/plain').replace('/*', '/png');
}

function schemaOf(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

/** Required fields, and those there is a real value for. */
function bodyFor(schema: Json, { fields }: There): Json {
  const known = Object.entries(fields).filter(([name, value]) => {
    const own = schema.properties?.[name] ?? {};
    const type = (Array.isArray(value) ? 'array' : typeof value).replace('number', 'integer');
    return (own.anyOf ?? [own]).some((one: Json) => one.type === type && !one.enum);
  });
  return { ...valueFor(schema), ...Object.fromEntries(known) };
}

function valueFor(schema: Json): Json {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return valueFor(either[0]);
  switch (schema.type) {
    case 'object': {
      const required: readonly string[] = schema.required ?? [];
      return Object.fromEntries(required.map((name) => [name, valueFor(schema.properties[name])]));
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => valueFor(schema.items));
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1);
    case 'boolean':
      return true;
    case 'string':
      return textFor(schema);
    default:
      return 'x';
  }
}

function textFor({ format, pattern = '', minLength = 1 }: Json): string {
  if (format === 'date-time') return '2026-03-01T09:00:00+08:00';
  if (format === 'date' || /\\d\{4\}-/.test(pattern)) return '2026-03-01';
  if (format === 'uri') return 'https://www.example.gov.cn/';
  return 'x'.repeat(Math.max(1, minLength));
}
