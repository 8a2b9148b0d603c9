/** The acts on a topic over HTTP; each names the revision it means and answers the topic as it is then. */
import { titleOfOption } from '../entry/entry-choices.ts';
import { invalid } from '../errors.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { claimTopic } from './claim-topic.ts';
import { classTopic } from './class-topic.ts';
import { closeTopic } from './close-topic.ts';
import { handlingRoutes } from './handling-routes.ts';
import { mergeTopic } from './merge-topic.ts';
import { moveSignals } from './move-signals.ts';
import { renameTopic } from './rename-topic.ts';
import { reopenTopic } from './reopen-topic.ts';
import { splitTopic } from './split-topic.ts';
import { step } from './step-routes.ts';
import type { TopicApp } from './topic-routes.ts';
import { classInput, closeInput, mergeInput, moveInput, renameInput, splitInput, stepInput } from './topic-schemas.ts';
import { unclaimTopic } from './unclaim-topic.ts';
import { undoTopic } from './undo-topic.ts';

export function topicStepRoutes(app: TopicApp): readonly Endpoint[] {
  return [
    step(app, {
      name: 'claim',
      summary: '认领',
      body: stepInput,
      act: async (seen, by, now) => ({ topic: await claimTopic(app, seen, by, now) }),
    }),
    step(app, {
      name: 'release',
      summary: '退回认领',
      body: stepInput,
      act: async (seen, by, now) => ({ topic: await unclaimTopic(app, seen, by, now) }),
    }),
    step(app, {
      name: 'class',
      summary: '定级，时限随之改变；与拟定相同的即为确认，此后不再自动改变',
      body: classInput,
      act: async (seen, by, now) => ({ topic: await classTopic(app, seen, by, now) }),
    }),
    step(app, {
      name: 'rename',
      summary: '改标题，可撤销',
      body: renameInput,
      act: async (seen, by, now) => ({ topic: await renameTopic(app, seen, by, now) }),
    }),
    ...handlingRoutes(app),
    ...joiningRoutes(app),
    step(app, {
      name: 'close',
      summary: '办结；没有回应过的会提示',
      body: closeInput,
      act: (seen, by, now) => closeTopic(app, { ...seen, outcome: outcomeIn(seen.outcome) }, by, now),
    }),
    step(app, {
      name: 'reopen',
      summary: '重新打开已办结的事项',
      body: stepInput,
      act: async (seen, by, now) => ({ topic: await reopenTopic(app, seen, by, now) }),
    }),
  ];
}

/** Which outcomes there are is told where they are counted. Throws 'invalid-input'. */
function outcomeIn(outcome: string | undefined): string | undefined {
  if (outcome === undefined || titleOfOption('outcome', outcome) !== null) return outcome;
  const remedy = '可用的见 GET /api/entries/kinds 的 choices.outcome';
  throw invalid('outcome', `没有“${outcome}”这种办理结果`, remedy);
}

function joiningRoutes(app: TopicApp): readonly Endpoint[] {
  return [
    step(app, {
      name: 'merge',
      summary: '并入另一事项，可撤销；返回并入后的事项',
      body: mergeInput,
      act: async (seen, by, now) => ({ topic: await mergeTopic(app, seen, by, now) }),
    }),
    step(app, {
      name: 'split',
      summary: '把一些线索拆成新事项，可撤销；返回新事项',
      body: splitInput,
      act: async (seen, by, now) => ({ topic: await splitTopic(app, seen, by, now) }),
    }),
    step(app, {
      name: 'move',
      summary: '把一些线索移到另一事项，可撤销；返回移入的事项',
      body: moveInput,
      act: async (seen, by, now) => ({ topic: await moveSignals(app, seen, by, now) }),
    }),
    step(app, {
      name: 'undo',
      summary: '撤销最近一次合并、拆分、移动或改标题',
      body: stepInput,
      act: async (seen, by, now) => ({ topic: await undoTopic(app, seen, by, now) }),
    }),
  ];
}
