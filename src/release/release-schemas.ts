/** What comes in about releases; shared by the handlers, the OpenAPI document and tests. */
import { z } from 'zod';
import { isDay } from '../clock.ts';
import { pageQuery } from '../store/page-query.ts';
import { disclosures } from './announcement.ts';
import { MOST_ATTACHMENTS } from './attachment.ts';
import { catalogueInput } from './catalogue.ts';

const day = z.string().refine(isDay, '应为日期，写作 2018-07-01').describe('北京时间的日期，YYYY-MM-DD');

const instant = z.iso
  .datetime({ offset: true, error: '应为带时区的时间，写作 2018-07-01T09:00:00+08:00' })
  .transform((text) => new Date(text));

/** Headings and names: a line break pasted along would tear a WeChat title or a Weibo post apart. */
const line = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), {
      error: '含有换行或看不见的控制字符',
      params: { remedy: '请删去换行，写成一行' },
    });

/** The fields staff write; every one may be left out of a draft and is asked for when it is submitted. */
const fields = {
  kind: z.enum(['announcement', 'interpretation', 'response']).describe('公告、解读、回应关切'),
  title: line(1, 200),
  body: z.string().min(1).describe('HTML 或纯文本；图片用 data: 或先经 POST /api/media 上传'),
  summary: z.string().trim().max(500),
  column: z.string().describe('栏目编号，见 GET /api/columns'),
  disclosure: z.enum(disclosures).describe('公开属性；只有主动公开的可以发布'),
  number: line(0, 60).describe('发文字号'),
  source: line(0, 60).describe('来源'),
  author: line(0, 60),
  writtenOn: day.nullable().describe('成文日期'),
  interprets: z.string().nullable().describe('所解读文件的发布件编号'),
  respondsTo: z.string().nullable().describe('所回应事项的编号'),
  accounts: z.array(z.string()).min(1).describe('发往哪些账号，见 GET /api/accounts；须包含政府网站'),
  publishAt: instant.nullable().describe('定时发布的时间；空为签发后立即发布'),
  choices: z
    .record(z.string(), z.record(z.string(), z.string()))
    .describe('各账号可选的发布方式，按账号编号；有哪些可选，见 GET /api/accounts 的 choices'),
  riders: z
    .record(z.string(), z.array(z.string()).max(20))
    .describe('按账号编号：与本件在该账号上合并为一次发布的其他发布件（次条），须已签发且自己不发往该账号'),
  attachments: z
    .array(
      z.strictObject({ media: z.string().regex(/^[0-9a-f]{64}\.[a-z]{3,4}$/, '不是附件的编号'), name: line(1, 120) }),
    )
    .max(MOST_ATTACHMENTS)
    .describe('附件，先经 POST /api/attachments 上传；按此顺序列在页面上'),
  catalogue: catalogueInput,
  urgent: z.boolean().describe('紧急：在每个账号上先于非紧急的发出；未写明为 false'),
};

const { title, body } = fields;

export const draftInput = z.strictObject({ ...z.object(fields).partial().shape, title, body });

/** Halfway through a word: nothing is asked for yet. */
export const tryInput = z.strictObject({
  ...z.object(fields).partial().shape,
  title: z.string().trim().max(200).default(''),
  body: z.string().default(''),
  release: z.string().nullable().default(null).describe('在哪个发布件上修改；空为新建'),
});

const revision = z.number().int().min(1).describe('您所看到的版本号；内容已变则拒绝');

export const editInput = z.strictObject({ ...z.object(fields).partial().shape, revision: revision.optional() });

export const stepInput = z.strictObject({ revision });

export const reviewInput = z.strictObject({
  revision,
  verdict: z.enum(['pass', 'return']).default('pass').describe('通过或退回'),
  comment: z.string().trim().max(2000).default('').describe('审核意见；退回时必须写明要修改什么'),
});

export const reviseInput = z.strictObject({
  ...z.object(fields).partial().shape,
  revision,
  note: z.string().trim().min(1).max(200).describe('更正说明，向公众展示'),
});

export const withdrawInput = z.strictObject({
  revision,
  reason: z.string().trim().min(4).max(200).describe('撤回原因，向公众展示'),
});

export const releaseParams = z.strictObject({ id: z.string() });

export const releaseQuery = z.strictObject({
  state: z.enum(['draft', 'submitted', 'reviewed', 'approved', 'withdrawn']).optional(),
  kind: z.enum(['announcement', 'interpretation', 'response']).optional(),
  column: z.string().optional(),
  by: z.string().optional().describe('起草人；me 为本人'),
  title: z.string().trim().max(60).optional().describe('标题中的字'),
  from: instant.optional().describe('定时发布的时间不早于；与 to 一起，按发布时间排'),
  to: instant.optional().describe('定时发布的时间早于'),
  ...pageQuery,
});
