/** Pictures in over HTTP. Out to the public they go by src/site/serve-media.ts. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import type { MediaStore } from './media-store.ts';
import { PICTURE_BYTES } from './pictures.ts';

const pictureAnswer = z.object({
  id: z.string(),
  url: z.string().describe('写进正文的地址，如 <img src="/media/…">'),
  width: z.number(),
  height: z.number(),
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
  ];
}
