/** A count as a platform tells it. */
import { z } from 'zod';

/** A whole number from 0, or one as text; one that is none, or not told, is left out. */
export const toldCount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .refine((value) => Number.isSafeInteger(value) && value >= 0)
  .optional()
  .catch(undefined);
