/** What is opened and on which terms: config/open-data.json; placeholders carry the word 待设置. */
import { z } from 'zod';
import raw from '../../config/open-data.json' with { type: 'json' };

const schema = z.strictObject({
  title: z.string().min(1),
  description: z.string().min(1),
  licence: z.strictObject({
    name: z.string().min(1),
    /** '' when it stands nowhere else. */
    url: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
    text: z.string().min(1),
  }),
  /** Figures of closed periods that are opened; `*` stands for anything. */
  figures: z.array(z.string().min(1)),
});

export type OpenDataConfig = Readonly<z.infer<typeof schema>>;

/** Throws what is wrong with it. */
export function readOpenDataConfig(content: unknown): OpenDataConfig {
  return schema.parse(content);
}

export const openDataConfig = readOpenDataConfig(raw);
