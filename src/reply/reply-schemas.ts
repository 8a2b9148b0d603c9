/** What comes in and goes out about replies; shared by the handlers, the OpenAPI document and tests. */
import { z } from 'zod';
import { partNames } from '../topic/assignment.ts';
import { type Verdict, verdictNames } from './agreement.ts';
import { type Means, meansNames, type ReplyState, replyStateNames } from './reply.ts';

export const params = z.strictObject({ id: z.string() });
const text = z.string().trim().min(2).max(5000).describe('可用 {称呼}、{编号}，发送时按每个来信人填写');
const revision = z.number().int().min(1).optional().describe('您所看到的版本号，也可用 If-Match 写明；已变则拒绝');
export const variants = z.record(z.string().max(64), text).describe('按账号另写的文字，如给字数有限的账号的短文');

const instant = z.iso
  .datetime({ offset: true, error: '应为带时区的时间，写作 2018-07-01T09:00:00+08:00' })
  .transform((at) => new Date(at));

const keysOf = <K extends string>(names: Readonly<Record<K, string>>) => z.enum(Object.keys(names) as [K, ...K[]]);

export const writeInput = z.strictObject({
  text,
  variants: variants.optional(),
  pointsTo: z.string().optional().describe('所指的发布件：文中须有其网址，公开后才发出'),
  means: keysOf<Means>(meansNames).describe('channel 在原渠道回应；其他方式须写依据'),
  proof: z.string().trim().max(500).optional().describe('依据：文号、链接或存档位置'),
  proofFiles: z.array(z.string()).max(10).optional().describe('依据的文件，先经 POST /api/proofs 上传'),
  givenAt: instant.optional().describe('实际回应的时间；不填为现在'),
});
export const editInput = z.strictObject({
  revision,
  text,
  variants: variants.optional().describe('按账号另写的文字；不填则不变'),
});
export const stepInput = z.strictObject({ revision });
export const returnInput = z.strictObject({
  revision,
  comment: z.string().trim().min(1).max(2000).describe('要修改什么'),
});
export const agreeInput = z.strictObject({
  revision,
  verdict: keysOf<Verdict>(verdictNames).describe('agrees 同意、objects 不同意'),
  reason: z.string().trim().min(2).max(500).optional().describe('不同意什么，应怎样修改'),
  unit: z.string().optional().describe('代哪个单位会签；不填为本单位'),
});

const skipped = z.array(z.object({ signal: z.string(), reason: z.string() })).describe('不能在原处回应的线索和原因');

export const reachAnswer = z.object({
  to: z.array(
    z.object({
      ...{ signal: z.string(), account: z.string(), accountName: z.string() },
      until: z.date().nullable().describe('私信在此之前可以回复'),
      left: z.number().nullable().describe('还能回复几条；null 为不限'),
      text: z.string().describe('发出的文字；编号为样例'),
      length: z.number().describe('按该平台的算法'),
      longest: z.number().nullable(),
    }),
  ),
  skipped,
});

const act = z.object({ by: z.string(), at: z.date() });
const consent = z.object({
  ...{ unit: z.string(), verdict: keysOf<Verdict>(verdictNames), reason: z.string().nullable(), at: z.date() },
  ...{ by: z.string(), onBehalf: z.boolean(), revision: z.number() },
});

export const replyAnswer = z.object({
  ...{ id: z.string(), topic: z.string(), text: z.string(), variants: z.record(z.string(), z.string()) },
  pointsTo: z.string().nullable(),
  ...{ means: keysOf<Means>(meansNames), meansName: z.string() },
  ...{ state: keysOf<ReplyState>(replyStateNames), stateName: z.string(), revision: z.number() },
  ...{ writers: z.array(z.string()), proof: z.string().nullable(), proofFiles: z.array(z.string()) },
  ...{ givenAt: z.date().nullable(), approval: act.nullable() },
  returned: act.extend({ comment: z.string() }).nullable(),
  ...{ deliveries: z.array(z.string()), skipped, createdAt: z.date() },
  agreements: z.array(
    z.object({
      ...{ unit: z.string(), unitName: z.string(), part: keysOf(partNames), partName: z.string() },
      consent: consent.nullable(),
    }),
  ),
});
export const repliesAnswer = z.object({ items: z.array(replyAnswer), next: z.string().nullable() });
