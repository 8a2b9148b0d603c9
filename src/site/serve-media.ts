/** A picture of a body, by the id that is its content: /media/<sha-256>.<ext>. How it came in is release/media-routes.ts. */
import type { Context } from 'koa';
import type { Media } from '../channel/kind.ts';
import { attachmentTypes } from '../release/attachment.ts';
import { answerForEver } from './answer-page.ts';

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
};

const DOCUMENTS: Readonly<Record<string, string>> = attachmentTypes;

/** The type of a picture's or a document's id, or null when the text is neither. */
export function typeOfMedia(id: string): string | null {
  const extension = /^[0-9a-f]{64}\.([a-z]{3,4})$/.exec(id)?.[1];
  return (extension && (TYPES[extension] ?? DOCUMENTS[extension])) ?? null;
}

function isPicture(id: string): boolean {
  return TYPES[id.slice(id.indexOf('.') + 1)] !== undefined;
}

/** Answers the picture. Throws Problem 'not-found' when nobody has it. */
export async function serveMedia(ctx: Context, id: string, media: Media): Promise<void> {
  // Nothing that came from outside is opened on our own origin; under which name it is saved, the link says.
  if (!isPicture(id)) ctx.set('Content-Disposition', 'attachment');
  const type = typeOfMedia(id) ?? 'application/octet-stream';
  await answerForEver(ctx, { name: id, type, content: async () => Buffer.from(await media.read(id)) });
}
