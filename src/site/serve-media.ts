/**
 * A picture of a body, by the id that is its content: /media/<sha-256>.<ext>, and an attachment of a page under its name. How they came in
 * is release/media-routes.ts.
 */
import type { Context } from 'koa';
import type { Media } from '../channel/kind.ts';
import { attachmentTypes } from '../release/attachment.ts';
import { answerFile, answerForEver } from './answer-page.ts';
import { extensionOf, fileName, findAttachment } from './attachments.ts';
import type { Pages } from './find-pages.ts';

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
  return TYPES[extensionOf(id)] !== undefined;
}

/** Answers the picture. Throws Problem 'not-found' when nobody has it. */
export async function serveMedia(ctx: Context, id: string, media: Media): Promise<void> {
  // Nothing that came from outside is opened on our own origin; under which name it is saved, the link says.
  if (!isPicture(id)) ctx.set('Content-Disposition', 'attachment');
  const type = typeOfMedia(id) ?? 'application/octet-stream';
  await answerForEver(ctx, { name: id, type, content: async () => Buffer.from(await media.read(id)) });
}

/** What old programs that read no UTF-8 save it as; all others read filename* (RFC 6266 §4.3, RFC 8187). */
const FALLBACK = 'attachment';

/** Answers the attachment of a shown page. Throws Problem 'not-found' when the page is not there or has none like it. */
export async function serveAttachment(
  ctx: Context,
  { id = '', mark = '', name = '' }: Readonly<Record<string, string | undefined>>,
  { media, pages }: { readonly media: Media; readonly pages: Pages },
): Promise<void> {
  const page = await pages.find(id);
  const file = findAttachment((page?.state === 'shown' && page.article.attachments) || [], mark, name);
  const type = typeOfMedia(file.media) ?? 'application/octet-stream';
  ctx.attachment(fileName(file), { fallback: `${FALLBACK}.${extensionOf(file.media)}` });
  await answerFile(ctx, { name: file.media, type, content: async () => Buffer.from(await media.read(file.media)) });
}
