/** Who handles a topic, and what staff do to its clock, over HTTP. */
import type { Endpoint } from '../http/endpoint.ts';
import { assignTopic } from './assign-topic.ts';
import { askCompletion, consultThirdParty, extendTopic, startClock } from './keep-clock.ts';
import { acceptAssignment, handBack } from './settle-assignment.ts';
import { step } from './step-routes.ts';
import type { TopicApp } from './topic-routes.ts';
import {
  acceptInput,
  assignInput,
  completionInput,
  handBackInput,
  reasonedInput,
  startClockInput,
} from './topic-schemas.ts';

export function handlingRoutes(app: TopicApp): readonly Endpoint[] {
  return [...unitSteps(app), ...clockSteps(app)];
}

function unitSteps(app: TopicApp): readonly Endpoint[] {
  return [
    step(app, {
      name: 'assign',
      summary: '交办：一个主办单位，可有协办单位；再次交办即改派，时限不因交办、退回而中断',
      body: assignInput,
      act: (seen, by, now) => assignTopic(app, seen, by, now),
    }),
    step(app, {
      name: 'accept',
      summary: '单位签收；单位口头签收的由政务公开办代为登记',
      body: acceptInput,
      act: async (seen, by, now) => ({ topic: await acceptAssignment(app, seen, by, now) }),
    }),
    step(app, {
      name: 'hand-back',
      summary: '单位退回不属于自己的交办，须写明理由；时限继续计算',
      body: handBackInput,
      act: async (seen, by, now) => ({ topic: await handBack(app, seen, by, now) }),
    }),
  ];
}

function clockSteps(app: TopicApp): readonly Endpoint[] {
  return [
    step(app, {
      name: 'extend',
      summary: '延长答复期限（一次；须政务公开机构负责人或签发人批准，并告知申请人）',
      body: reasonedInput,
      act: async (seen, by, now) => ({ topic: await extendTopic(app, seen, by, now) }),
    }),
    step(app, {
      name: 'ask-completion',
      summary: '一次性告知申请人补正；期限自收到补正之日重新计算',
      body: completionInput,
      act: (seen, by, now) => askCompletion(app, seen, by, now),
    }),
    step(app, {
      name: 'consult',
      summary: '征求第三方意见；所需时间不计入期限，最长 15 个工作日',
      body: reasonedInput,
      act: async (seen, by, now) => ({ topic: await consultThirdParty(app, seen, by, now) }),
    }),
    step(app, {
      name: 'start-clock',
      summary: '收到补正材料或第三方意见，恢复计时',
      body: startClockInput,
      act: async (seen, by, now) => ({ topic: await startClock(app, seen, by, now) }),
    }),
  ];
}
