/** A text on somebody's phone before it goes out. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { releaseParams } from '../release/release-schemas.ts';
import { type PreviewDesk, previewRelease } from './preview-release.ts';

const previewInput = z.strictObject({
  account: z.string().describe('在哪个账号上预览'),
  to: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[^\p{Cc}\s]+$/u, '含有空格或看不见的字符')
    .describe('给谁看：对方在该平台上的账号名，须已关注本账号'),
});

const previewAnswer = z.object({ account: z.string(), revision: z.number().describe('所预览的版本') });

export function previewRoutes(desk: PreviewDesk): readonly Endpoint[] {
  return [
    staffEndpoint<z.infer<typeof releaseParams>, unknown, z.infer<typeof previewInput>>({
      method: 'POST',
      path: '/api/releases/:id/preview',
      summary: '发送前在一个人的手机上预览；不记录给谁看过',
      tag: '发布',
      params: releaseParams,
      body: previewInput,
      answer: previewAnswer,
      handle: async ({ params, body, person, now }) => {
        const { revision } = await previewRelease(desk, { ...params, ...body }, person, now);
        return { account: body.account, revision };
      },
    }),
  ];
}
