/**
 * Answers of the platform as typed values. Ids are digits as text: they may stand as bare numbers beyond 2^53 (see
 * src/channel/parse-json.ts), and a comment may lack its idstr.
 */
import { z } from 'zod';
import { readDate } from './read-date.ts';

/** A number or a text as text, '' for anything else: an object may not even let itself be turned into one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Ids are int64: anything longer would stand above every real one for ever. */
export const digits = z.union([z.string().regex(/^\d{1,19}$/), z.number().int().nonnegative().transform(String)]);
const date = z.string().transform((text, context) => {
  const at = readDate(text);
  if (at) return at;
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
});

// Rounded by whoever wrote the documents' sample, id gives way to its twins.
const named = z
  .object({ id: digits.optional(), idstr: digits.optional(), mid: digits.optional() })
  .transform((ids) => ids.idstr ?? ids.mid ?? ids.id)
  .pipe(z.string());

const userSchema = z.object({ id: digits.optional(), idstr: digits.optional(), screen_name: z.string().default('') });

/** An object with an id, whatever else it holds. */
export const idSchema = named;

export const statusSchema = z
  .object({ text: z.string(), created_at: date, user: userSchema.nullish() })
  .loose()
  .transform(withId);

export const commentSchema = z
  .object({
    text: z.string(),
    created_at: date,
    user: userSchema.nullish(),
    status: z.unknown().optional(),
    reply_comment: z.unknown().optional(),
  })
  .loose()
  .transform(withId);

function withId<T extends object>(value: T, context: z.core.$RefinementCtx): T & { readonly ref: string } {
  const ref = named.safeParse(value);
  if (ref.success) return { ...value, ref: ref.data };
  context.addIssue({ code: 'custom', message: 'no id' });
  return z.NEVER;
}

export type WireStatus = z.infer<typeof statusSchema>;
export type WireComment = z.infer<typeof commentSchema>;

/** The id of a nested object such as a comment's status, or null. */
export function idOf(value: unknown): string | null {
  return named.safeParse(value).data ?? null;
}

/** The number a post's page is named by: its mid, which is its id on all but old posts. */
export function pageNumberOf(status: unknown, ref: string): string {
  return z.object({ mid: digits }).safeParse(status).data?.mid ?? ref;
}

export interface WireList<T> {
  readonly items: readonly T[];
  /** Entries nobody could read; with any of them a list proves nothing. */
  readonly unreadable: number;
  /** What the platform says there is in all, or null. */
  readonly total: number | null;
  /** Whether the platform says that more follows. */
  readonly goesOn: boolean;
}

const envelope = z.object({ total_number: z.unknown().optional(), next_cursor: z.unknown().optional() }).loose();

/** A list answer. An empty list may come as a bare []. Null when it is no list at all. */
export function readList<T>(answer: unknown, key: string, schema: z.ZodType<T>): WireList<T> | null {
  const about = envelope.safeParse(Array.isArray(answer) ? {} : answer);
  const entries = Array.isArray(answer) ? answer : about.data?.[key];
  if (!about.success || !Array.isArray(entries)) return null;
  const read = entries.map((entry) => schema.safeParse(entry));
  const items = read.flatMap((one) => (one.success ? [one.data] : []));
  const total = textOf(about.data.total_number);
  return {
    items,
    unreadable: entries.length - items.length,
    total: /^\d{1,15}$/.test(total) ? Number(total) : null,
    goesOn: /[1-9]/.test(textOf(about.data.next_cursor)),
  };
}
