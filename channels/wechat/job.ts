/**
 * How a publishing job stands, told the same way by freepublish/get (find.ts) and by the event PUBLISHJOBFINISH
 * (receive.ts). States: developers.weixin.qq.com, freepublish/get, publish_status.
 */
import type { Post, Sighting, Standing } from '../../src/channel/contract.ts';
import { after, minutes, seconds } from '../../src/clock.ts';
import { placeInUrl, showPostRef } from './ref.ts';

export interface JobItem {
  readonly url: string;
  readonly idx: number | null;
}

export interface Job {
  readonly status: number;
  readonly articleId: string;
  /** The articles' addresses and places (from 1), where told. */
  readonly items: readonly JobItem[];
  /** What submit told, or ''. */
  readonly msgDataId: string;
}

const REFUSED: Readonly<Record<number, string>> = {
  2: '原创审核未通过。请检查内容是否转载他人原创，修改后重新发布。',
  3: '平台发布失败（常规失败）。请登录公众平台查看草稿箱中的提示，处理后重新发布。',
  4: '平台审核未通过。请修改内容后重新发布。',
  5: '文章发布成功后，已被账号管理员删除。如需恢复，请重新发布。',
  6: '文章发布成功后，已被平台封禁。请登录公众平台查看站内通知。',
};

/** `since` is when the job was asked for. */
export function showJob(job: Job, now: Date, since: Date): Sighting {
  if (job.status === 0 && job.articleId !== '') return { seen: 'done', ...showItems(job) };
  if (job.status === 0 || job.status === 1) return { seen: 'working', lookAt: lookAgain(now, since) };
  const reason = REFUSED[job.status];
  if (reason) return { seen: 'refused', reason };
  return { seen: 'unknown', reason: `平台答复了没有公布的发布状态 ${job.status}。请登录公众平台核对这篇文章。` };
}

/** Every article of the publication; their addresses share the number that comments are addressed by. */
export function showItems({ articleId, items, msgDataId }: Omit<Job, 'status'>): Standing {
  const number = items.map(({ url }) => placeInUrl(url).msgDataId).find((one) => one !== '') ?? msgDataId;
  const posts = items.map(({ url, idx }, at): Post => {
    const index = placeInUrl(url).index ?? (idx ? idx - 1 : at);
    return { ref: showPostRef({ articleId, msgDataId: number, index }), url: url || null };
  });
  const [first = { ref: showPostRef({ articleId, msgDataId, index: 0 }), url: null }, ...more] = posts;
  return more.length > 0 ? { ...first, more } : first;
}

/** As long again as it took so far, so that a job of a whole day costs some 60 of 100 calls. */
export function lookAgain(now: Date, since: Date): Date {
  const soFar = now.getTime() - since.getTime();
  return after(now, Math.min(Math.max(soFar, seconds(5)), minutes(30)));
}
