/** Electing and deleting comments over HTTP. The id stands in the body: in an address it would get into logs. */
import { z } from 'zod';
import { moderations } from '../channel/moderation.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { type ModerationDesk, moderateSignal } from './moderate-signal.ts';
import { showSignal } from './show-signal.ts';
import { type DeletionReason, deletionReasons } from './signal.ts';

const reasons = Object.keys(deletionReasons) as [DeletionReason, ...DeletionReason[]];

const input = z.strictObject({
  signal: z.string().describe('线索编号'),
  act: z.enum(moderations).describe('elect 精选；unelect 取消精选；delete 删除，不能恢复'),
  reason: z
    .enum(reasons)
    .optional()
    .describe(`删除的理由，删除时必填：${reasons.map((reason) => `${reason} ${deletionReasons[reason]}`).join('；')}`),
});

export function moderateRoutes(desk: ModerationDesk): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, unknown, z.infer<typeof input>>({
      method: 'POST',
      path: '/api/signals/moderate',
      summary: '在平台上精选、取消精选或删除一条公众留言，当场办成；重复办理不会有别的结果。删除由审核或签发人员办理',
      tag: '线索',
      body: input,
      handle: async ({ body, person, now }) => showSignal(await moderateSignal(desk, body, person, now)),
    }),
  ];
}
