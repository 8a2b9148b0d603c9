/** Findings as they are answered over HTTP, for schemas and OpenAPI. Made in show-monitor.ts. */
import { z } from 'zod';
import { type FindingKind, kindTitles, monitorNames } from './finding.ts';

export const kindShape = z.enum(monitorNames.flatMap((monitor) => Object.keys(kindTitles[monitor]) as FindingKind[]));

export const wayShape = z.object({ method: z.enum(['GET', 'POST']), path: z.string(), title: z.string() });

export const findingShape = z.object({
  ...{
    id: z.string(),
    kind: kindShape,
    title: z.string(),
    collection: z.string(),
    subject: z.string(),
    since: z.date(),
  },
  ...{ there: z.string(), shouldBe: z.string(), remedy: z.string(), state: z.enum(['open', 'resolved']) },
  ...{ firstSeen: z.date(), lastSeen: z.date(), resolvedAt: z.date().nullable(), byMachine: z.boolean() },
  repaired: z.object({ by: z.string(), at: z.date() }).nullable(),
  repairs: z.array(wayShape),
});
