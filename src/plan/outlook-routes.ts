/** What will happen on each account, told before it is confirmed; and how a text not yet saved will look there. */
import { z } from 'zod';
import { actions } from '../channel/contract.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { getRelease, type Release } from '../release/release.ts';
import { releaseParams, tryInput } from '../release/release-schemas.ts';
import { fileOf, findingsIn } from '../release/show-release.ts';
import { tryText } from '../release/try-text.ts';
import type { Desk } from '../release/write-release.ts';
import { outlookOf } from './outlook.ts';
import type { PlanDesk } from './plan-release.ts';

export interface OutlookApp extends PlanDesk, Desk {
  preview(release: Release): Promise<{ readonly warnings: readonly unknown[] }>;
}

const outlookQuery = z.strictObject({
  act: z.enum(['publish', 'withdraw']).describe('publish：发布或更正；withdraw：撤回'),
});
const outlookAnswer = z.object({
  items: z.array(
    z.object({
      account: z.string(),
      action: z.enum(actions),
      actionName: z.string(),
      why: z.string(),
    }),
  ),
});

export function outlookRoutes(app: OutlookApp): readonly Endpoint[] {
  return [
    staffEndpoint<z.infer<typeof releaseParams>, z.infer<typeof outlookQuery>>({
      method: 'GET',
      path: '/api/releases/:id/outlook',
      summary: '现在签发或撤回的话，每个账号上会做什么、为什么；什么也不办',
      tag: '发布',
      params: releaseParams,
      query: outlookQuery,
      answer: outlookAnswer,
      handle: async ({ params, query: { act } }) => {
        return { items: await outlookOf(app, await getRelease(app.db, params.id), act) };
      },
    }),
    staffEndpoint<unknown, unknown, z.infer<typeof tryInput>>({
      method: 'POST',
      path: '/api/preview',
      summary: '尚未保存的内容在每个账号上的样子，疑似的个人信息和错词，以及目录项；什么也不保存',
      tag: '发布',
      body: tryInput,
      handle: async ({ body: { release: id, ...input }, person, now }) => {
        const release = await tryText(app, { id, input }, person, now);
        const shown = await app.preview(release);
        const warnings = [...findingsIn(release.text), ...shown.warnings];
        return { ...shown, warnings, filed: fileOf(release.text) };
      },
    }),
  ];
}
