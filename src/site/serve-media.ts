/** A picture of a body, by the id that is its content: /media/<sha-256>.<ext>. How it came in is release/media-routes.ts. */
import type { Context } from 'koa';
import type { Media } from '../channel/kind.ts';
import { answerForEver } from './answer-page.ts';

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
};

/** The type of a picture id, or null when the text is no picture id. */
export function typeOfPicture(id: string): string | null {
  const extension = /^[0-9a-f]{64}\.([a-z]{3,4})$/.exec(id)?.[1];
  return (extension && TYPES[extension]) ?? null;
}

/** Answers the picture. Throws Problem 'not-found' when nobody has it. */
export async function serveMedia(ctx: Context, id: string, media: Media): Promise<void> {
  const type = typeOfPicture(id) ?? 'application/octet-stream';
  await answerForEver(ctx, { name: id, type, content: async () => Buffer.from(await media.read(id)) });
}
