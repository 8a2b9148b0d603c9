/**
 * zod schemas as JSON Schema for the OpenAPI document. OpenAPI 3.1 speaks JSON Schema 2020-12, but keeps shared schemas in
 * one place; zod puts them beside each schema, so they are moved there.
 */
import { z } from 'zod';

export type JsonSchema = { readonly [key: string]: unknown };

export interface Shown {
  readonly schema: JsonSchema;
  /** What it refers to, to stand under #/components/schemas. */
  readonly shared: Readonly<Record<string, JsonSchema>>;
}

/**
 * `io`: what is sent to us, or what we answer. `place` names the schema's own parts among everybody's: letters, digits,
 * dot, dash and underscore (OpenAPI 3.1 §4.8.7).
 */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output', place: string): Shown {
  const whole = z.toJSONSchema(schema, { io, unrepresentable: instead });
  const { $schema: _, $defs = {}, ...own } = whole as JsonSchema;
  const refer = (part: unknown) => rename(part, place) as JsonSchema;
  const parts = Object.entries($defs as Record<string, unknown>).map(([id, part]) => [`${place}.${id}`, refer(part)]);
  const shared: Record<string, JsonSchema> = Object.fromEntries(parts);
  if (!refersToItself(own)) return { schema: refer(own), shared };
  return { schema: { $ref: `#/components/schemas/${place}` }, shared: { ...shared, [place]: refer(own) } };
}

/** A Date goes over the wire as RFC 3339 text; what else JSON Schema cannot say stays open. */
function instead({ zodSchema }: { readonly zodSchema: z.core.$ZodTypes }) {
  return zodSchema._zod.def.type === 'date' ? { type: 'string' as const, format: 'date-time' } : ('any' as const);
}

function rename(part: unknown, place: string): unknown {
  if (Array.isArray(part)) return part.map((item) => rename(item, place));
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => {
    if (key !== '$ref' || typeof value !== 'string') return [key, rename(value, place)];
    return [key, `#/components/schemas/${value.replace(/^#\/\$defs\//, `${place}.`).replace(/^#$/, place)}`];
  });
  return Object.fromEntries(entries);
}

function refersToItself(schema: unknown): boolean {
  return JSON.stringify(schema).includes('"$ref":"#"');
}
