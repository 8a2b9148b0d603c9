/**
 * 微信公众平台 played back on a local port from its documents: calls (fake-*.ts), pushes, pages a follower would see, and
 * troubles to order.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ref } from '../../src/channel/contract.ts';
import { type Fake, type FakeOptions, openFakeClock, requirePlayable } from '../../src/channel/fake.ts';
import { answerCall, endJobs, endJobsSoon, type FakeDesk, isCall, type ScriptedAnswer } from './fake-answer.ts';
import { readFakeCall } from './fake-call.ts';
import { cannotPlay } from './fake-cannot.ts';
import { addRemark, openidOf } from './fake-comment.ts';
import { openFakeDoor } from './fake-door.ts';
import { finishJob } from './fake-job.ts';
import { type FakeKnobs, newKnobs, settingsFor } from './fake-knobs.ts';
import { massEvent } from './fake-mass.ts';
import { addMessage } from './fake-message.ts';
import { NAME } from './fake-page.ts';
import { answerPage } from './fake-pages.ts';
import { openFakePusher } from './fake-push.ts';
import { type FakeSent, openSent } from './fake-sent.ts';
import { isTaken, jobEvent, nameOf, showComments, showPosts } from './fake-show.ts';
import { type FakePlatform, type FakeRemark, openFakePlatform } from './fake-state.ts';
import { switchesOf } from './fake-switches.ts';
import { openFakeTroubles } from './fake-troubles.ts';
import { readCommentRef, readPostRef, showCommentRef } from './ref.ts';

export interface WechatFake extends Fake, FakeSent {
  /** What the platform does rarely; change at will. */
  readonly knobs: FakeKnobs;
  /** Calls that arrived, oldest first: '/cgi-bin/draft/add'. */
  readonly calls: readonly string[];
  /** Ends all running jobs with this publish_status. */
  finishJobs(status: number): void;
  /** Resolves when every push under way has been taken or given up. */
  pushed(): Promise<void>;
  /** Takes all tokens back, as a reset of the secret or another holder's forced refresh does. */
  killTokens(): void;
  /** A follower writes to the account; pushed. */
  say(name: string, text: string): void;
  /** What the account has written to this follower, oldest first. */
  answersTo(name: string): readonly string[];
  /** A reader takes a comment back. */
  deleteComment(comment: Ref): void;
  /** Somebody answers a comment on the platform itself. */
  answerByHand(comment: Ref, text: string): void;
  /** The next call of this path is answered like this. */
  answerNext(path: string, answer: ScriptedAnswer): void;
  /** All permanent material is deleted by hand. */
  forgetMaterial(): void;
  /** Forced refreshes of the token today. */
  forcedRefreshes(): number;
  openidOf(name: string): string;
}

export default async function startFake(options: FakeOptions): Promise<WechatFake> {
  let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => {};
  const door = await openFakeDoor(options.port, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const url = `http://127.0.0.1:${door.port}`;
  const knobs = newKnobs();
  const clock = openFakeClock(options.clock);
  const platform = openFakePlatform({ file: options.file, clock, url, knobs });
  const pusher = openFakePusher(options.pushTo, platform);
  const troubles = openFakeTroubles(door.closeForOne);
  const desk: FakeDesk = {
    ...{ platform, troubles, calls: [], scripted: [], arrived: [], loginBroken: false, closed: false },
    tellJobs,
    pushed: pusher.idle,
  };
  function tellJobs(): void {
    for (const job of platform.state.jobs.filter(({ status, told }) => status !== 1 && !told)) {
      job.told = true;
      for (let nth = 0; nth < (job.events ?? knobs.eventTimes); nth++)
        pusher.send(job.mass ? massEvent(platform, job) : jobEvent(platform, job));
    }
  }
  function say(name: string, text: string): void {
    const message = addMessage(platform, name, text);
    platform.save();
    for (let nth = 0; nth < knobs.messageTimes; nth++) pusher.send(message);
  }
  answer = async (request, response) => {
    response.setHeader('date', clock.now().toUTCString());
    const call = await readFakeCall(request, new URL(request.url ?? '/', url));
    if (isCall(call.path)) return await answerCall(desk, call, response);
    endJobs(desk);
    answerPage({ platform, say, board }, call, response);
  };
  endJobsSoon(desk); // those a restart interrupted
  const controls = openControls(desk, say);
  const fake: WechatFake = {
    kind: 'wechat',
    url,
    settings: settingsFor(url),
    ...whatShows(platform),
    spoilNext(trouble) {
      requirePlayable(trouble, cannotPlay);
      if (!clock.meet(trouble)) troubles.order(trouble);
    },
    cannotPlay,
    mend: clock.mend,
    arrived: () => [...desk.arrived],
    troubles: troubles.list,
    ...controls,
    async close() {
      desk.closed = true;
      await pusher.close();
      await door.close();
    },
  };
  const board = { title: NAME, fake, switches: switchesOf(knobs, controls) };
  return fake;
}

/** What readers see, and what they say. */
function whatShows(platform: FakePlatform): Pick<Fake, 'posts' | 'comments' | 'comment'> {
  return {
    posts: () => platform.state.jobs.filter(isTaken).flatMap((job) => showPosts(platform, job)),
    comments: () => showComments(platform),
    comment: (post, author, text) => comment(platform, post, { author, content: text }),
  };
}

function openControls(desk: FakeDesk, say: WechatFake['say']): Omit<WechatFake, keyof Fake> {
  const { platform, calls, scripted, tellJobs } = desk;
  const { knobs, state } = platform;
  return {
    knobs,
    calls,
    finishJobs(status) {
      for (const job of state.jobs.filter((one) => one.status === 1)) {
        knobs.nextStatus = status;
        finishJob(platform, job);
      }
      platform.save();
      tellJobs();
    },
    pushed: desk.pushed,
    killTokens: () => void Object.assign(state.tokens, { stable: null, plain: null, older: [] }),
    say,
    answersTo: (name) =>
      state.messages.flatMap((one) => (one.from === 'account' && one.openid === openidOf(name) ? [one.text] : [])),
    deleteComment: (ref) => changeRemark(platform, ref, { gone: true }),
    answerByHand: (ref, content) =>
      changeRemark(platform, ref, { reply: { content, at: platform.clock.now().getTime() } }),
    answerNext: (path, answer) => void scripted.push({ path, ...answer }),
    forgetMaterial: () => void state.materials.splice(0),
    forcedRefreshes: () => state.tokens.forcedAt.length,
    openidOf,
    ...openSent(platform),
  };
}

function comment(platform: FakePlatform, post: Ref, said: { author: string; content: string }): Ref {
  const { msgDataId, index, articleId } = readPostRef(post);
  const running = platform.state.jobs.find((job) => nameOf(job) === articleId);
  if (running && !platform.knobs.holdJobs) finishJob(platform, running); // readers see nothing sooner
  const { user_comment_id } = addRemark(platform, { msg_data_id: Number(msgDataId), index }, said);
  platform.save();
  return showCommentRef({ msgDataId, index, commentId: String(user_comment_id) });
}

function changeRemark({ state, save }: FakePlatform, ref: Ref, change: Partial<FakeRemark>): void {
  const { commentId } = readCommentRef(ref);
  const found = state.remarks.find(({ user_comment_id }) => String(user_comment_id) === commentId);
  if (found) Object.assign(found, change);
  save();
}
