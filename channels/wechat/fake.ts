/**
 * 微信公众平台 played back on a local port from its documents: calls (fake-*.ts), pushes, pages a follower would see, and
 * troubles to order.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ref } from '../../src/channel/contract.ts';
import type { Fake, FakeComment, FakeOptions, FakePost } from '../../src/channel/fake.ts';
import { toText } from './article-html.ts';
import { answerCall, endJobs, endJobsSoon, type FakeDesk, isCall, type ScriptedAnswer } from './fake-answer.ts';
import { readFakeCall } from './fake-call.ts';
import { addRemark, openidOf } from './fake-comment.ts';
import { openFakeDoor } from './fake-door.ts';
import { APPID, DAILY_QUOTAS, SECRET } from './fake-login.ts';
import { addMessage } from './fake-message.ts';
import { answerPage } from './fake-pages.ts';
import { articleUrl, finishJob, showJob } from './fake-publish.ts';
import { AES_KEY, openFakePusher, type Push, TOKEN } from './fake-push.ts';
import { type FakeJob, type FakeKnobs, type FakePlatform, openFakePlatform } from './fake-state.ts';
import { openFakeTroubles } from './fake-troubles.ts';
import { readCommentRef, readPostRef, showCommentRef, showPostRef } from './ref.ts';

export interface WechatFake extends Fake {
  /** What the platform does rarely; change at will. */
  readonly knobs: FakeKnobs;
  /** Calls that arrived, oldest first: '/cgi-bin/draft/add'. */
  readonly calls: readonly string[];
  /** Ends all running jobs with this publish_status. */
  finishJobs(status: number): void;
  /** Takes all tokens back, as a reset of the secret or another holder's forced refresh does. */
  killTokens(): void;
  /** A follower writes to the account; pushed. */
  say(name: string, text: string): void;
  /** A reader takes a comment back. */
  deleteComment(comment: Ref): void;
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
  const platform = openFakePlatform({ file: options.file, clock: options.clock, url, knobs });
  const pusher = openFakePusher(options.pushTo, platform);
  const troubles = openFakeTroubles(door.closeForOne);
  const desk: FakeDesk = { platform, troubles, calls: [], scripted: [], loginBroken: false, closed: false, tellJobs };
  function tellJobs(): void {
    for (const job of platform.state.jobs.filter(({ status, told }) => status !== 1 && !told)) {
      job.told = true;
      for (let nth = 0; nth < knobs.eventTimes; nth++) pusher.send(jobEvent(platform, job));
    }
  }
  function say(name: string, text: string): void {
    const message = addMessage(platform, name, text);
    platform.save();
    pusher.send(message);
  }
  answer = async (request, response) => {
    const call = await readFakeCall(request, new URL(request.url ?? '/', url));
    if (isCall(call.path)) return await answerCall(desk, call, response);
    endJobs(desk);
    answerPage({ platform, say }, call, response);
  };
  endJobsSoon(desk); // those a restart interrupted
  return {
    kind: 'wechat',
    url,
    settings: settingsFor(url),
    posts: () => platform.state.jobs.filter(isTaken).flatMap((job) => showPosts(platform, job)),
    comments: () => showComments(platform),
    comment: (post, author, text) => comment(platform, post, { author, content: text }),
    spoilNext: troubles.order,
    troubles: troubles.list,
    ...openControls(desk, say),
    async close() {
      desk.closed = true;
      await pusher.close();
      await door.close();
    },
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
    killTokens: () => void Object.assign(state.tokens, { stable: null, plain: null, older: [] }),
    say,
    deleteComment: (ref) => deleteComment(platform, ref),
    answerNext: (path, answer) => void scripted.push({ path, ...answer }),
    forgetMaterial: () => void state.materials.splice(0),
    forcedRefreshes: () => state.tokens.forcedAt.length,
    openidOf,
  };
}

function newKnobs(): FakeKnobs {
  return {
    holdJobs: false,
    nextStatus: 0,
    eventTimes: 1,
    rights: { publish: true, comment: true },
    blockedIp: null,
    expiredCode: 42001,
    submitTellsMsgDataId: false,
    pushMode: 'safe',
    pushFormat: 'xml',
    quotas: { ...DAILY_QUOTAS },
  };
}

function settingsFor(url: string): Readonly<Record<string, string>> {
  return {
    APPID,
    SECRET,
    ENDPOINT: url,
    TOKEN,
    AES_KEY,
    PUSHES: 'encrypted',
    SETTLE_SECONDS: '0', // what is published here shows at once
    CONNECT_TIMEOUT_MS: '1000',
    ANSWER_TIMEOUT_MS: '3000',
  };
}

function jobEvent(platform: FakePlatform, job: FakeJob): Push {
  const CreateTime = Math.floor(platform.clock.now().getTime() / 1000);
  const PublishEventInfo = showJob(platform, job) as Push;
  return { FromUserName: 'mphelper', CreateTime, MsgType: 'event', Event: 'PUBLISHJOBFINISH', PublishEventInfo };
}

/** Running, published, or published and deleted: not those the platform refused. */
function isTaken({ status }: FakeJob): boolean {
  return status === 0 || status === 1 || status === 5 || status === 6;
}

function showPosts(platform: FakePlatform, job: FakeJob): readonly FakePost[] {
  const publication = platform.state.publications.find(({ article_id }) => article_id === job.article_id);
  return job.articles.map(({ title, content, content_source_url }, index) => ({
    ref: showPostRef({ articleId: job.article_id, msgDataId: String(job.msg_data_id), index }),
    url: articleUrl(platform, job.msg_data_id, index),
    title,
    text: toText(content),
    links: content_source_url.replace(/[?#].*$/s, ''),
    at: new Date(job.submittedAt),
    gone: job.status === 6 || (publication?.items[index]?.gone ?? false),
  }));
}

function showComments({ state }: FakePlatform): readonly FakeComment[] {
  return state.remarks.flatMap(({ msg_data_id, index, user_comment_id, author, content, reply, gone }) => {
    const job = state.jobs.find((one) => one.msg_data_id === msg_data_id);
    if (!job || gone) return [];
    const place = { msgDataId: String(msg_data_id), index };
    const ref = showCommentRef({ ...place, commentId: String(user_comment_id) });
    const post = showPostRef({ ...place, articleId: job.article_id });
    return { ref, post, author, text: content, replies: reply ? [reply.content] : [] };
  });
}

function comment(platform: FakePlatform, post: Ref, said: { author: string; content: string }): Ref {
  const { msgDataId, index, articleId } = readPostRef(post);
  const running = platform.state.jobs.find(({ article_id }) => article_id === articleId);
  if (running && !platform.knobs.holdJobs) finishJob(platform, running); // readers see nothing sooner
  const { user_comment_id } = addRemark(platform, { msg_data_id: Number(msgDataId), index }, said);
  platform.save();
  return showCommentRef({ msgDataId, index, commentId: String(user_comment_id) });
}

function deleteComment({ state, save }: FakePlatform, ref: Ref): void {
  const { commentId } = readCommentRef(ref);
  const found = state.remarks.find(({ user_comment_id }) => String(user_comment_id) === commentId);
  if (found) found.gone = true;
  save();
}
