/**
 * Mass sending: a job of its own kind, known by clientmsgid for 24 hours; its end is told by MASSSENDJOBFINISH. The draft
 * leaves the box when it has been sent. From the pages sendAll, preview, massMsgGet, deleteMassMsg and 群发接口和原创校验.
 */
import { randomBytes } from 'node:crypto';
import { toDay } from '../../src/clock.ts';
import { type FakeBody, type FakeHandler, FakeRefusal, numberIn, OK, textIn } from './fake-call.ts';
import { post } from './fake-draft.ts';
import { finishJob } from './fake-job.ts';
import { articleUrl, FIRST_MSG_DATA_ID } from './fake-publish.ts';
import type { Push } from './fake-push.ts';
import type { FakeDraft, FakeJob, FakePlatform } from './fake-state.ts';

const FIRST_MSG_ID = 3_147_483_648; // past 2^31, as today's are
const KNOWN_FOR = 24 * 3600_000;
const TOO_FAST = 60_000;
const CLIENT_ID_BYTES = 32;

export const massHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/message/mass/sendall': allowed((platform, body) => {
    const draft = findDraft(platform, body);
    const toAll = readFilter(body);
    const clientmsgid = textIn(body, 'clientmsgid');
    if (Buffer.byteLength(clientmsgid) > CLIENT_ID_BYTES) throw new FakeRefusal(45067, 'clientmsgid size out of limit');
    refuseKnown(platform, clientmsgid);
    if (!draft) throw new FakeRefusal(40007, 'invalid media_id');
    refuseOverQuota(platform);
    const job = beginJob(platform, draft, { clientmsgid, toAll });
    return {
      errcode: 0,
      errmsg: 'send job submission success',
      msg_id: job.mass?.msg_id,
      msg_data_id: job.msg_data_id,
    };
  }),
  '/cgi-bin/message/mass/preview': allowed((platform, body) => {
    const draft = findDraft(platform, body);
    const name = textIn(body, 'towxname') || textIn(body, 'touser');
    if (!draft) throw new FakeRefusal(40007, 'invalid media_id');
    if (name === '') throw new FakeRefusal(40003, 'invalid openid');
    if (platform.knobs.strangers.includes(name)) throw new FakeRefusal(40132, 'invalid username');
    const at = platform.clock.now().getTime();
    platform.state.previews.push({ name, title: draft.articles[0]?.title ?? '', at });
    return { errcode: 0, errmsg: 'preview success' };
  }),
  '/cgi-bin/message/mass/get': allowed((platform, body) => {
    const job = getJob(platform, body);
    if (!platform.knobs.holdJobs) finishJob(platform, job);
    return { msg_id: job.mass?.msg_id, msg_status: statusOf(platform, job) };
  }),
  '/cgi-bin/message/mass/delete': allowed((platform, body) => {
    const job = getJob(platform, body);
    const index = numberIn(body, 'article_idx', 0);
    const publication = platform.state.publications.find(({ article_id }) => article_id === job.article_id);
    if (!publication) throw new FakeRefusal(40060, 'cannot delete before it is sent');
    if (!(index >= 0 && index <= publication.items.length)) throw new FakeRefusal(40065, 'invalid article_idx');
    publication.items.forEach((item, at) => {
      if (index === 0 || index === at + 1) item.gone = true;
    });
    return OK;
  }),
};

function allowed(handle: (platform: FakePlatform, body: FakeBody) => FakeBody): FakeHandler {
  return post((platform, body) => {
    if (!platform.knobs.rights.mass) throw new FakeRefusal(48001, 'api unauthorized');
    return handle(platform, body);
  });
}

function findDraft({ state }: FakePlatform, body: FakeBody) {
  if (body.msgtype !== 'mpnews') throw new FakeRefusal(40008, 'invalid message type');
  const mediaId = textIn((body.mpnews ?? {}) as FakeBody, 'media_id');
  return state.drafts.find(({ media_id }) => media_id === mediaId) ?? null;
}

function readFilter(body: FakeBody): boolean {
  const filter = (body.filter ?? {}) as FakeBody;
  if (filter.is_to_all === true) return true;
  if (!(numberIn(filter, 'tag_id') >= 0)) throw new FakeRefusal(40152, 'invalid tag_id');
  return false;
}

/** 45066 within a minute of the first, 45065 after: our reading of the two codes. */
function refuseKnown({ state, clock }: FakePlatform, clientmsgid: string): void {
  const now = clock.now().getTime();
  const known = state.jobs.find(
    ({ mass, submittedAt }) => mass?.clientmsgid === clientmsgid && submittedAt + KNOWN_FOR > now,
  );
  if (clientmsgid === '' || !known) return;
  const extra = { msg_id: known.mass?.msg_id };
  if (now - known.submittedAt < TOO_FAST) throw new FakeRefusal(45066, 'clientmsgid api too fast', extra);
  throw new FakeRefusal(45065, 'clientmsgid exist', extra);
}

function refuseOverQuota({ state, knobs, clock }: FakePlatform): void {
  const { count, per } = knobs.massQuota;
  const windowOf = (at: Date) => toDay(at).slice(0, per === 'day' ? 10 : 7);
  const now = windowOf(clock.now());
  const used = state.jobs.filter(({ mass, status, submittedAt }) => {
    return mass && status <= 1 && windowOf(new Date(submittedAt)) === now;
  });
  if (used.length >= count) throw new FakeRefusal(45028, 'has no masssend quota');
}

function beginJob(
  { state, clock, knobs }: FakePlatform,
  draft: FakeDraft,
  { clientmsgid, toAll }: { clientmsgid: string; toAll: boolean },
): FakeJob {
  const nth = state.next++;
  const waits = toAll && knobs.admin !== 'none';
  const job: FakeJob = {
    publish_id: '',
    article_id: randomBytes(48).toString('base64url'),
    msg_data_id: FIRST_MSG_DATA_ID + nth,
    submittedAt: clock.now().getTime(),
    articles: draft.articles,
    status: 1,
    told: false,
    mass: { msg_id: FIRST_MSG_ID + nth, clientmsgid, draft: draft.media_id, toAll, waits, says: '' },
  };
  state.jobs.push(job);
  return job;
}

function getJob({ state }: FakePlatform, body: FakeBody): FakeJob {
  const found = state.jobs.find(({ mass }) => mass && String(mass.msg_id) === textIn(body, 'msg_id'));
  if (!found) throw new FakeRefusal(40059, 'invalid msg id');
  return found;
}

function statusOf({ state }: FakePlatform, { status, article_id }: FakeJob): string {
  if (status === 1) return 'SENDING';
  if (status !== 0) return 'SEND_FAIL';
  const publication = state.publications.find((one) => one.article_id === article_id);
  return publication?.items.every(({ gone }) => gone) ? 'DELETE' : 'SEND_SUCCESS';
}

/** The event MASSSENDJOBFINISH of a job that has ended. */
export function massEvent(platform: FakePlatform, { mass, msg_data_id, articles, status }: FakeJob): Push {
  const CreateTime = Math.floor(platform.clock.now().getTime() / 1000);
  const sent = status === 0;
  const item = articles.map((_one, at) => ({ ArticleIdx: at + 1, ArticleUrl: articleUrl(platform, msg_data_id, at) }));
  return {
    ...{ FromUserName: 'mphelper', CreateTime, MsgType: 'event', Event: 'MASSSENDJOBFINISH' },
    ...{ MsgID: mass?.msg_id ?? 0, Status: mass?.says ?? '' },
    ...{ TotalCount: 100, FilterCount: 98, SentCount: sent ? 97 : 0, ErrorCount: sent ? 1 : 98 },
    CopyrightCheckResult: { Count: 0, ResultList: '', CheckState: 1 },
    ArticleUrlResult: sent ? { Count: item.length, ResultList: { item } } : { Count: 0, ResultList: '' },
  };
}
