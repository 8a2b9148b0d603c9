/** Shapes of topics on the wire, for the OpenAPI document: what show-topic.ts makes. */
import { z } from 'zod';
import { type AssignmentState, assignmentStateNames, type Part, partNames } from './assignment.ts';
import { type Told, toldNames } from './deadline-rule.ts';
import { classSchema, matterSchema } from './read-deadlines.ts';
import { type TopicState, topicStateNames } from './topic.ts';

const namesOf = <T extends string>(names: Readonly<Record<T, string>>) => z.enum(Object.keys(names) as [T, ...T[]]);
const toldSchema = namesOf<Told>(toldNames);

export const dueAnswer = z.object({
  at: z.date(),
  rule: z.string(),
  name: z.string(),
  explanation: z.string().describe('起算、规则、跳过的节假日和计入的调休日、依据'),
  source: z.string(),
  doubtful: z.string().nullable(),
  met: z.boolean().describe('已经做到，例如已交办'),
  provisional: z.boolean().describe('所经年份的放假安排尚未公布，暂定'),
  passed: z.boolean(),
});

const assignmentAnswer = z.object({
  unit: z.string(),
  unitName: z.string(),
  part: namesOf<Part>(partNames),
  partName: z.string(),
  state: namesOf<AssignmentState>(assignmentStateNames),
  stateName: z.string(),
  note: z.string().nullable(),
  dueAt: z.date().nullable(),
  at: z.date(),
  by: z.string(),
  settled: z
    .object({ at: z.date(), by: z.string(), reason: z.string().nullable(), onBehalf: z.boolean() })
    .nullable()
    .describe('签收、退回或改派；onBehalf 为政务公开办代为登记'),
});

const proposalAnswer = z.object({
  class: classSchema,
  className: z.string(),
  matter: matterSchema,
  matterName: z.string(),
  rule: z.string().nullable(),
  reason: z.string(),
  differs: z.boolean().describe('与现在的类别不同：人工定级优先'),
  unit: z
    .object({ unit: z.string(), unitName: z.string(), reason: z.string(), place: z.string().nullable() })
    .nullable()
    .describe('拟交的单位'),
});

const clockAnswer = z.object({
  restartedAt: z.date().nullable().describe('收到补正、重新起算的时间'),
  extended: z.object({ at: z.date(), by: z.string(), reason: z.string() }).nullable().describe('延长答复'),
  pauses: z.array(z.object({ from: z.date(), to: z.date(), reason: z.string() })).describe('不计入期限的时间'),
  waiting: z.object({ since: z.date(), until: z.date(), reason: z.string() }).nullable().describe('等待申请人补正'),
});

export const topicRowAnswer = z.looseObject({
  id: z.string(),
  title: z.string(),
  formerTitle: z.string().nullable().describe('改标题之前的标题，可用 undo 恢复；没有改过为 null'),
  class: classSchema,
  className: z.string(),
  matter: matterSchema,
  matterName: z.string(),
  classedBy: z.string().nullable().describe('由谁定级或确认；null 为按规则拟定'),
  proposal: proposalAnswer.nullable(),
  units: z.array(z.object({ id: z.string(), name: z.string() })).describe('现在承办的单位，主办在前'),
  timesHandedBack: z.int(),
  assignments: z.array(assignmentAnswer).describe('全部交办、签收、退回、改派'),
  state: namesOf<TopicState>(topicStateNames),
  stateName: z.string(),
  owner: z.string().nullable(),
  revision: z.int(),
  account: z.string(),
  post: z.string().nullable(),
  due: dueAnswer,
  overdue: z.boolean(),
  clock: clockAnswer.nullable(),
  alert: z
    .object({ level: z.enum(['before', 'after']), told: z.array(toldSchema), since: z.date() })
    .nullable()
    .describe('before 将到期，after 已超期'),
  answeredAt: z.date().nullable(),
  closing: z.object({ reason: z.string(), at: z.date(), by: z.string() }).nullable(),
  heat: z.number().nullable().describe('现在的热度，见 config/heat.json；还没有算出时为 null'),
  createdAt: z.date(),
  receivedFrom: z.date(),
  writtenFrom: z.date(),
  lastAt: z.date(),
  mergedInto: z.string().nullable(),
  splitFrom: z.string().nullable(),
  splitting: z.boolean(),
  signals: z.int(),
  recentSignals: z.int().describe('24 小时内收到的线索'),
});

export const stepAnswer = topicRowAnswer.extend({
  warning: z.string().nullable().optional().describe('办理人应知道的'),
});

export const warningAnswer = z.object({
  id: z.string(),
  rule: z.string(),
  name: z.string(),
  dueAt: z.date(),
  kind: z.enum(['before', 'after']),
  tell: toldSchema,
  tellName: z.string(),
  words: z.string(),
  at: z.date(),
  notedAt: z.date(),
});

export const topicPageAnswer = topicRowAnswer.extend({
  signals: z.object({ items: z.array(z.unknown()), next: z.string().nullable(), total: z.int() }),
  deadlines: z.array(dueAnswer).describe('各项时限'),
  warnings: z.array(warningAnswer).describe('发出过的提醒'),
  replies: z.array(z.unknown()),
  deliveries: z.array(z.unknown()),
  merged: z.array(z.object({ id: z.string(), title: z.string() })),
});
