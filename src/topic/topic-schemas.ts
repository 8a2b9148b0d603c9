/** What comes in about topics; shared by the handlers, the OpenAPI document and tests. */
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { pageQuery } from '../store/page-query.ts';
import { classSchema, matterSchema } from './read-deadlines.ts';

export const topicParams = z.strictObject({ id: z.string() });

export const topicQuery = z.strictObject({
  state: z.enum(['open', 'answered', 'closed', 'merged', 'all']).default('open'),
  due: z
    .union([z.enum(['overdue', 'today']), z.iso.date()])
    .optional()
    .describe('overdue 已超期、today 今天到期，或某天 2018-07-01 到期'),
  sort: z.enum(['due', 'heat']).default('due').describe('due 最紧急的在前，heat 最热的在前'),
  owner: z.string().optional().describe('认领人；me 为本人，none 为无人认领'),
  unit: z.string().optional().describe('承办单位（主办或协办）；mine 为本单位，none 为尚未交办'),
  class: classSchema.optional().describe('类别'),
  alert: z.enum(['before', 'after', 'none']).optional().describe('提醒状态：before 将到期，after 已超期，none 无'),
  ...pageQuery,
});

export const topicPageQuery = z.strictObject({ ...pageQuery, cursor: pageQuery.cursor.describe('线索的翻页标记') });

const revision = z.number().int().min(1).optional().describe('您所看到的版本号，也可用 If-Match 写明；已变则拒绝');
const words = (least: number, most: number) => z.string().trim().min(least).max(most);

export const stepInput = z.strictObject({ revision });
export const classInput = z.strictObject({ revision, class: classSchema, matter: matterSchema.optional() });
export const mergeInput = z.strictObject({ revision, into: z.string().describe('并入哪个事项') });
export const splitInput = z.strictObject({
  revision,
  signals: z.array(z.string()).min(1).max(1000).describe('拆出的线索编号'),
  title: words(1, 100).optional().describe('新事项的标题；不填则取最早一条线索的'),
});
export const moveInput = z.strictObject({
  revision,
  signals: z.array(z.string()).min(1).max(1000).describe('移走的线索编号'),
  into: z.string().describe('移到哪个事项'),
});
export const renameInput = z.strictObject({ revision, title: words(2, 100).describe('新标题，勿写个人信息') });
export const closeInput = z.strictObject({
  revision,
  reason: words(2, 500).describe('办结说明，记入台账，勿写个人信息'),
  outcome: z
    .string()
    .optional()
    .describe('依申请公开的办理结果，见 GET /api/entries/kinds 的 choices.outcome；其他事项不填'),
});
const instant = z.iso
  .datetime({ offset: true, error: '应为带时区的时间，写作 2018-07-01T09:00:00+08:00' })
  .transform((at) => new Date(at));

const unitId = z.string().describe('单位编号，见 /api/units');
const onBehalf = unitId.optional().describe('代哪个单位办理；不填为本单位');

export const assignInput = z.strictObject({
  revision,
  lead: unitId,
  with: z.array(unitId).optional().describe('协办单位；答复前须经它们同意'),
  note: words(1, 500).optional().describe('交办要求'),
  dueAt: instant.optional().describe('要求单位办结的时间'),
});
export const acceptInput = z.strictObject({ revision, unit: onBehalf });
export const handBackInput = z.strictObject({
  revision,
  unit: onBehalf,
  reason: words(2, 500).describe('为什么不属于本单位，应由谁办理'),
});
export const reasonedInput = z.strictObject({ revision, reason: words(2, 500).describe('理由，存入事项，不入台账') });
export const completionInput = z.strictObject({
  revision,
  reason: words(2, 500).describe('需要补正什么'),
  until: instant.describe('申请人补正的期限'),
});
export const startClockInput = z.strictObject({
  revision,
  at: instant.optional().describe('收到补正材料或第三方意见的时间；不填为现在'),
});
export const takeUpInput = z.strictObject({ signal: z.string().describe('未列入的线索编号') });

/** The revision a call names in its body or in If-Match. Throws 'invalid-input' when it names none, or two. */
export function revisionNamed(inBody: number | undefined, ifMatch: number | null): number {
  const named = inBody ?? ifMatch;
  if (named !== null && (ifMatch === null || ifMatch === named)) return named;
  const problem = named === null ? '没有指明所见的版本' : 'If-Match 与 revision 不一致';
  throw invalid('revision', problem, '请在 If-Match 或 revision 中写明读取时的版本号');
}
