/** Answering over HTTP: drafts, approval by a second person, and answers given elsewhere. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import type { Person } from '../staff/person.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { getRoot } from '../topic/topic-family.ts';
import { revisionNamed } from '../topic/topic-schemas.ts';
import { agreeToReply } from './agree-to-reply.ts';
import { agreementsOn } from './agreement.ts';
import { approveReply } from './approve-reply.ts';
import type { SeenReply } from './change-reply.ts';
import { editReply } from './edit-reply.ts';
import { getReply, type Reply, type ReplyState, repliesOf, replyStateNames } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';
import {
  agreeInput,
  editInput,
  params,
  reachAnswer,
  repliesAnswer,
  replyAnswer,
  returnInput,
  stepInput,
  writeInput,
} from './reply-schemas.ts';
import { returnReply } from './return-reply.ts';
import { showReach, showReplyReach } from './show-reach.ts';
import { showReply } from './show-reply.ts';
import { writeReply } from './write-reply.ts';

export interface ReplyApp extends ReplyDesk {
  nudge(): void;
}

const listQuery = z.strictObject({
  state: z.enum(Object.keys(replyStateNames) as [ReplyState, ...ReplyState[]]).default('draft'),
  ...pageQuery,
});

type Params = z.infer<typeof params>;

export function replyRoutes(app: ReplyApp): readonly Endpoint[] {
  return [...readRoutes(app), writeRoute(app), ...changeRoutes(app)];
}

function readRoutes(app: ReplyApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof listQuery>>({
      method: 'GET',
      path: '/api/replies',
      summary: '某一状态的回应，最早的在前；默认为待审核的',
      tag: '回应',
      query: listQuery,
      answer: repliesAnswer,
      handle: async ({ query: { state, limit, cursor = null }, person }) => {
        mayReadSignals(person);
        const found = await page(repliesOf(app.db), { filter: { state }, sort: { createdAt: 1 }, limit, cursor });
        return { items: await Promise.all(found.items.map((reply) => show(app, reply))), next: found.next };
      },
    }),
    staffEndpoint<Params>({
      method: 'GET',
      path: '/api/topics/:id/reach',
      summary: '此事项的线索中，哪些现在能在原处回应，私信还能回复几条、到何时为止；不能的说明原因',
      tag: '回应',
      params,
      answer: reachAnswer,
      handle: async ({ params: { id }, person, now }) => {
        mayReadSignals(person);
        return await showReach(app, id, now);
      },
    }),
    staffEndpoint<Params>({
      method: 'GET',
      path: '/api/replies/:id/reach',
      summary: '一条回应现在能发给哪些线索、各发什么文字；不能的说明原因',
      tag: '回应',
      params,
      answer: reachAnswer,
      handle: async ({ params: { id }, person, now }) => {
        mayReadSignals(person);
        return await showReplyReach(app, id, now);
      },
    }),
    staffEndpoint<Params>({
      method: 'GET',
      path: '/api/replies/:id',
      summary: '一条回应',
      tag: '回应',
      params,
      answer: replyAnswer,
      handle: async ({ params: { id }, person }) => {
        mayReadSignals(person);
        return await show(app, await getReply(app.db, id));
      },
    }),
  ];
}

function writeRoute(app: ReplyApp): Endpoint {
  return staffEndpoint<Params, unknown, z.infer<typeof writeInput>>({
    method: 'POST',
    path: '/api/topics/:id/replies',
    summary: '回应：在原渠道的先成草稿，由另一人批准后发出；以其他方式作出的凭依据登记',
    tag: '回应',
    params,
    body: writeInput,
    answer: replyAnswer,
    status: 201,
    handle: async ({ params: { id }, body, person, now }) => {
      const reply = await writeReply(app, { ...body, topic: id }, person, now);
      app.nudge();
      return await show(app, reply);
    },
  });
}

function changeRoutes(app: ReplyApp): readonly Endpoint[] {
  return [
    change(app, {
      method: 'PATCH',
      path: '/api/replies/:id',
      summary: '修改尚未批准的回应',
      body: editInput,
      act: (edit, by, now) => editReply(app, edit, by, now),
    }),
    change(app, {
      method: 'POST',
      path: '/api/replies/:id/agree',
      summary: '联合办理的单位会签这一版文字：同意，或不同意并写明意见；全部同意后才能批准，文字改动后重新会签',
      body: agreeInput,
      act: (agreeing, by, now) => agreeToReply(app, agreeing, by, now),
    }),
    change(app, {
      method: 'POST',
      path: '/api/replies/:id/approve',
      summary: '批准这一版文字；须由未参与起草的人办理，随后自动发出',
      body: stepInput,
      act: (seen, by, now) => approveReply(app, seen, by, now),
    }),
    change(app, {
      method: 'POST',
      path: '/api/replies/:id/return',
      summary: '退回修改',
      body: returnInput,
      act: (back, by, now) => returnReply(app, back, by, now),
    }),
  ];
}

/** With the units whose word it needs. */
async function show(app: ReplyApp, reply: Reply) {
  return showReply(reply, agreementsOn(reply, await getRoot(app.db, reply.topic), app.units));
}

interface Change<B> {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType<B>;
  act(seen: SeenReply & Omit<B, 'revision'>, by: Person, now: Date): Promise<Reply>;
}

function change<B extends { readonly revision?: number | undefined }>(
  app: ReplyApp,
  { act, ...about }: Change<B>,
): Endpoint {
  return staffEndpoint<Params, unknown, B>({
    ...about,
    tag: '回应',
    params,
    answer: replyAnswer,
    handle: async ({ params: { id }, body: { revision: named, ...input }, ifMatch, person, now }) => {
      const reply = await act({ ...input, id, revision: revisionNamed(named, ifMatch) }, person, now);
      app.nudge();
      return await show(app, reply);
    },
  });
}
