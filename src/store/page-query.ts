/** What a list is asked for in its address to be paged (page.ts), the same for every list of a desk. */
import { z } from 'zod';

export const pageQuery = {
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
