/** Pictures and attachments in over HTTP. Out to the public they go by src/site/serve-media.ts. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import { ATTACHMENT_BYTES } from './attachment.ts';
import type { MediaStore } from './media-store.ts';
import { PICTURE_BYTES } from './pictures.ts';

const pictureAnswer = z.object({
  id: z.string(),
  url: z.string().describe('写进正文的地址，如 <img src="/media/…">'),
  width: z.number(),
  height: z.number(),
  bytes: z.number(),
});

const nameQuery = z.strictObject({ name: z.string().trim().min(1).max(100).describe('文件名，显示给读者') });

const attachmentAnswer = z.object({
  media: z.string(),
  name: z.string(),
  url: z.string(),
  bytes: z.number(),
});

export function mediaRoutes({ media }: { readonly media: MediaStore }): readonly Endpoint[] {
  return [
    staffEndpoint({
      method: 'POST',
      path: '/api/media',
      summary: '上传一张图片（PNG、JPEG、GIF、WebP，最大 5 MB），供正文引用',
      tag: '发布',
      raw: { types: ['image/*'], limit: PICTURE_BYTES },
      answer: pictureAnswer,
      status: 201,
      handle: async ({ ctx, person, now }) => {
        requireRole(person, 'drafter');
        const { id, width, height, bytes } = await media.put(ctx.state.raw, { by: person.id, now });
        return { id, url: `/media/${id}`, width, height, bytes };
      },
    }),
    staffEndpoint<unknown, z.infer<typeof nameQuery>>({
      method: 'POST',
      path: '/api/attachments',
      summary: '上传一个附件（PDF、OFD、Office、CSV、TXT、ZIP，最大 10 MB；按内容识别，不收含宏的）',
      tag: '发布',
      query: nameQuery,
      raw: { types: ['*/*'], limit: ATTACHMENT_BYTES },
      answer: attachmentAnswer,
      status: 201,
      handle: async ({ ctx, query: { name }, person, now }) => {
        requireRole(person, 'drafter');
        const { id, bytes, extension } = await media.putFile(ctx.state.raw, name, { by: person.id, now });
        // Named after what it is: a reader's machine goes by the ending.
        const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, '') || '附件';
        return { media: id, name: `${stem}.${extension}`, url: `/media/${id}`, bytes };
      },
    }),
  ];
}
