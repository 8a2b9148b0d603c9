/**
 * Publishing: submit takes the draft out of the box and starts a job; the job ends a moment later and its event goes out.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FakeBody, type FakeHandler, FakeRefusal, numberIn, OK, pageOf, textIn } from './fake-call.ts';
import { post, showArticle, withoutContent } from './fake-draft.ts';
import { finishJob } from './fake-job.ts';
import type { FakeDraft, FakeJob, FakePlatform, FakePublication } from './fake-state.ts';

const BIZ = 'MzI4NjA1MTIwOA==';
export const FIRST_MSG_DATA_ID = 2247483650;

export const publishHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/freepublish/submit': allowed((platform, body) => {
    const { state, knobs } = platform;
    const at = state.drafts.findIndex(({ media_id }) => media_id === textIn(body, 'media_id'));
    const [draft] = at >= 0 ? state.drafts.splice(at, 1) : [];
    if (!draft) throw new FakeRefusal(40007, 'invalid media_id');
    const job = beginJob(platform, draft);
    const told = knobs.submitTellsMsgDataId ? { msg_data_id: String(job.msg_data_id) } : {};
    return { ...OK, publish_id: job.publish_id, ...told };
  }),
  '/cgi-bin/freepublish/get': allowed((platform, body) => {
    const job = platform.state.jobs.find(({ publish_id, mass }) => !mass && publish_id === textIn(body, 'publish_id'));
    if (!job) throw new FakeRefusal(40002, 'invalid publish_id');
    if (!platform.knobs.holdJobs) finishJob(platform, job);
    return showJob(platform, job);
  }),
  '/cgi-bin/freepublish/getarticle': allowed((platform, body) => {
    const { items, msg_data_id } = getPublication(platform, body);
    const news_item = items.map(({ article, gone }, at) => {
      return { ...showArticle(article, articleUrl(platform, msg_data_id, at)), thumb_url: '', is_deleted: gone };
    });
    return { news_item };
  }),
  '/cgi-bin/freepublish/batchget': allowed((platform, body) => {
    const { publications, jobs } = platform.state;
    const massSent = new Set(jobs.flatMap(({ mass, article_id }) => (mass ? [article_id] : []))); // not listed here
    const standing = publications.filter(({ items, article_id }) => {
      return !massSent.has(article_id) && items.some(({ gone }) => !gone);
    });
    const item = pageOf(standing, body).map((publication) => showPublication(platform, publication, body));
    return { total_count: standing.length, item_count: item.length, item };
  }),
  '/cgi-bin/freepublish/delete': allowed((platform, body) => {
    const { items, article_id } = getPublication(platform, body);
    const index = numberIn(body, 'index', 0);
    if (!(index >= 0 && index <= items.length)) throw new FakeRefusal(40114, 'invalid index');
    items.forEach((item, at) => {
      if (index === 0 || index === at + 1) item.gone = true;
    });
    const job = platform.state.jobs.find((one) => one.article_id === article_id);
    if (job && items.every(({ gone }) => gone)) job.status = 5;
    return OK;
  }),
};

/** A job for a draft that has left the box. */
export function beginJob({ state, clock }: FakePlatform, { articles }: FakeDraft): FakeJob {
  const nth = state.next++;
  const job: FakeJob = {
    publish_id: String(100_000_000 + nth),
    article_id: randomBytes(48).toString('base64url'),
    msg_data_id: FIRST_MSG_DATA_ID + nth,
    submittedAt: clock.now().getTime(),
    articles,
    status: 1,
    told: false,
  };
  state.jobs.push(job);
  return job;
}

function allowed(handle: (platform: FakePlatform, body: FakeBody) => FakeBody): FakeHandler {
  return post((platform, body) => {
    if (!platform.knobs.rights.publish) throw new FakeRefusal(48001, 'api unauthorized');
    return handle(platform, body);
  });
}

function getPublication({ state }: FakePlatform, body: FakeBody): FakePublication {
  const found = state.publications.find(({ article_id }) => article_id === textIn(body, 'article_id'));
  if (!found) throw new FakeRefusal(53600, 'article_id invalid');
  return found;
}

function showPublication(platform: FakePlatform, publication: FakePublication, body: FakeBody): FakeBody {
  const { article_id, msg_data_id, items, at } = publication;
  const news_item = items.map(({ article, gone }, index) => {
    const shown = showArticle(article, articleUrl(platform, msg_data_id, index));
    return { ...withoutContent(shown, body), is_deleted: gone };
  });
  return { article_id, content: { news_item }, update_time: Math.floor(at / 1000) };
}

/** A job as get and the event tell it. */
export function showJob(platform: FakePlatform, job: FakeJob): FakeBody {
  const { publish_id, status: publish_status, article_id, articles, msg_data_id } = job;
  if (publish_status === 1) return { publish_id, publish_status, fail_idx: [1] }; // as in the page's own example
  if (publish_status !== 0) {
    return {
      publish_id,
      publish_status,
      fail_idx: [2, 4].includes(publish_status) ? articles.map((_one, at) => at + 1) : [],
    };
  }
  const item = articles.map((_one, at) => ({ idx: at + 1, article_url: articleUrl(platform, msg_data_id, at) }));
  return { publish_id, publish_status, article_id, article_detail: { count: item.length, item }, fail_idx: [] };
}

/** The long address of an article; `index` from 0. */
export function articleUrl({ url }: Pick<FakePlatform, 'url'>, msgDataId: number, index: number): string {
  const sn = createHash('md5').update(`${msgDataId}:${index}`).digest('hex');
  const query = `__biz=${BIZ}&mid=${msgDataId}&idx=${index + 1}&sn=${sn}&chksm=${sn.repeat(2)}`;
  return `${url}/s?${query}#rd`;
}
