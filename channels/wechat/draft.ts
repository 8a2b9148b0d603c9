/** Drafts: made once, found again by their marker. A draft leaves the box when it is published (publish.ts). */
import { z } from 'zod';
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, seconds } from '../../src/clock.ts';
import { toText } from './article-html.ts';
import type { Door } from './door.ts';
import { listOf } from './fields.ts';
import { newestPages } from './newest-pages.ts';
import type { Article } from './payload.ts';
import { type Cover, forgetCover, getCover } from './pictures.ts';
import type { Caller } from './token.ts';

const added = z.object({ media_id: z.string().min(1) });
const news = z.object({
  title: z.string().default(''),
  content_source_url: z.string().default(''),
  content: z.string().default(''),
});
const listed = z.object({
  media_id: z.string(),
  update_time: z.coerce.number().default(0),
  content: z.object({ news_item: listOf(news) }),
});

const LOOK_BACK = 5; // pages: the draft of an order just lost is among the newest 100
const COVER_TRIES = 5; // a thumb uploaded a moment ago is known within seconds; later the cover itself is bad

/** The media_id of the order's draft. A resumed order first looks for the one whose answer was lost. */
export async function makeDraft(door: Door, articles: readonly Article[], attempt: Attempt): Promise<string> {
  const lost = attempt.number > 1 ? await findDraft(door, articles, attempt) : null;
  return lost ?? (await addDraft(door, articles, attempt));
}

async function findDraft(door: Door, articles: readonly Article[], caller: Caller): Promise<string | null> {
  const listing = { path: '/cgi-bin/draft/batchget', body: { no_content: 0 }, item: listed, pages: LOOK_BACK };
  for await (const page of newestPages(door.weixin, listing, caller)) {
    const ours = page.find(({ content: { news_item: items } }) => {
      return items.length === articles.length && articles.every((article, at) => isOurs(items[at], article));
    });
    if (ours) return ours.media_id;
  }
  return null;
}

/** An earlier revision that never went out may wait in the box under the same address; pictures aside, texts tell. */
function isOurs(found: z.output<typeof news> | undefined, { marker, title, content }: Article): boolean {
  if (found?.content_source_url !== marker || found.title !== title) return false;
  return found.content === '' || bare(found.content) === bare(content);
}

function bare(html: string): string {
  return toText(html).replace(/\s+/g, '');
}

/** A draft leaves the box when it is published or deleted. Throws ChannelFailure. */
export async function isInBox(door: Door, draft: string, caller: Caller): Promise<boolean> {
  try {
    await door.weixin.call({ path: '/cgi-bin/draft/get', body: { media_id: draft }, answer: z.unknown() }, caller);
    return true;
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === '40007') return false;
    throw error;
  }
}

async function addDraft(door: Door, articles: readonly Article[], attempt: Attempt): Promise<string> {
  const covers: Cover[] = [];
  for (const article of articles) covers.push(await getCover(door, article, attempt));
  try {
    return await addWithComments(door, { articles, covers }, attempt);
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.code !== '40007') throw error;
    if (attempt.number >= COVER_TRIES) {
      throw new ChannelFailure('refused', '平台始终不接受封面素材（40007）。请更换正文首图或默认封面后重发。', {
        code: '40007',
      });
    }
    for (const cover of covers) if (!cover.fresh) await forgetCover(door, cover);
    const retryAt = after(attempt.now, seconds(5));
    throw new ChannelFailure('limited', '平台还不认识刚上传的封面（40007），稍后自动重试', { code: '40007', retryAt });
  }
}

interface Draft {
  readonly articles: readonly Article[];
  readonly covers: readonly Cover[];
}

function toDraft({ articles, covers }: Draft, commentsToo: boolean) {
  return articles.map(({ title, author, digest, content, marker, comments }, at) => ({
    ...{ title, author, digest, content, content_source_url: marker, thumb_media_id: covers[at]?.mediaId ?? '' },
    need_open_comment: commentsToo && comments !== 'closed' ? 1 : 0,
    only_fans_can_comment: commentsToo && comments === 'fans' ? 1 : 0,
  }));
}

// 88000 without the comment privilege: nothing was made, and the article matters more than its comments.
async function addWithComments(door: Door, draft: Draft, caller: Caller): Promise<string> {
  const add = async (commentsToo: boolean) => {
    const body = { articles: toDraft(draft, commentsToo) };
    return (await door.weixin.call({ path: '/cgi-bin/draft/add', body, answer: added }, caller)).media_id;
  };
  try {
    return await add(true);
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === '88000') return await add(false);
    throw error;
  }
}
