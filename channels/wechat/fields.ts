/** Fields of requests and answers whose kind varies from call to call: ids, flags, lists. */
import { z } from 'zod';

// In V8 since 11.4 (JSON.parse source text access proposal), not in TypeScript's types yet.
const rawJSON = (JSON as unknown as { rawJSON(text: string): object }).rawJSON;

/** For a request body: the bare number `digits` stands for, however long; other text stays text. */
export function toNumber(digits: string): unknown {
  return /^(0|[1-9]\d*)$/.test(digits) ? rawJSON(digits) : digits;
}

/** An id in an answer, number or text; text with us. */
export const idText = z.union([z.string().min(1), z.number()]).transform(String);

/** The success of a call that tells nothing else. Its documents show the code, so an empty object is not one. */
export const done = z.object({ errcode: z.coerce.number() });

/** Yes or no, as boolean, number or text; absent is no. */
export const flag = z.unknown().transform((value) => [true, 1, '1', 'true'].includes(value as string));

/** A list that may be missing or null when there is nothing in it. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}
