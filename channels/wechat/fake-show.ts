/** What the platform keeps, as the tests and the public see it. */
import type { FakeComment, FakePost } from '../../src/channel/fake.ts';
import { toText } from './article-html.ts';
import { articleUrl, showJob } from './fake-publish.ts';
import type { Push } from './fake-push.ts';
import type { FakeJob, FakePlatform } from './fake-state.ts';
import { massTicket } from './mass-job.ts';
import { showCommentRef, showPostRef } from './ref.ts';

/** The event PUBLISHJOBFINISH of a job that has ended. */
export function jobEvent(platform: FakePlatform, job: FakeJob): Push {
  const CreateTime = Math.floor(platform.clock.now().getTime() / 1000);
  const PublishEventInfo = showJob(platform, job) as Push;
  return { FromUserName: 'mphelper', CreateTime, MsgType: 'event', Event: 'PUBLISHJOBFINISH', PublishEventInfo };
}

/** Running, published, or published and deleted: not those the platform refused. */
export function isTaken({ status }: FakeJob): boolean {
  return status === 0 || status === 1 || status === 5 || status === 6;
}

/** What the platform calls it: article_id, or msg_id where it was sent to followers. */
export function nameOf({ mass, article_id }: FakeJob): string {
  return mass ? massTicket(String(mass.msg_id)) : article_id;
}

/** A job's articles as the public sees them. */
export function showPosts(platform: FakePlatform, job: FakeJob): readonly FakePost[] {
  const publication = platform.state.publications.find(({ article_id }) => article_id === job.article_id);
  return job.articles.map(({ title, content, content_source_url }, index) => ({
    ref: showPostRef({ articleId: nameOf(job), msgDataId: String(job.msg_data_id), index }),
    url: articleUrl(platform, job.msg_data_id, index),
    title,
    text: toText(content),
    links: content_source_url.replace(/[?#].*$/s, ''),
    at: new Date(job.submittedAt),
    gone: job.status === 6 || (publication?.items[index]?.gone ?? false),
  }));
}

/** What readers wrote, each with our answers. */
export function showComments({ state }: FakePlatform): readonly FakeComment[] {
  return state.remarks.flatMap(({ msg_data_id, index, user_comment_id, author, content, reply, gone }) => {
    const job = state.jobs.find((one) => one.msg_data_id === msg_data_id);
    if (!job || gone) return [];
    const place = { msgDataId: String(msg_data_id), index };
    const ref = showCommentRef({ ...place, commentId: String(user_comment_id) });
    const post = showPostRef({ ...place, articleId: nameOf(job) });
    return { ref, post, author, text: content, replies: reply ? [reply.content] : [] };
  });
}
