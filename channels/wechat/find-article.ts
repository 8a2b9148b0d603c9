/**
 * What became of a publication: by its job when the platform gave one, else by what it left behind. A draft leaves the box
 * when it is published, and the list of published articles carries the marker.
 */
import { z } from 'zod';
import type { Attempt, Sighting } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, hours, seconds } from '../../src/clock.ts';
import { HAND_STEP, PUBLISHED_BY_HAND } from './by-hand.ts';
import type { Door } from './door.ts';
import { isInBox } from './draft.ts';
import { flag, idText, listOf } from './fields.ts';
import { findMass, lostSends } from './find-mass.ts';
import { lookAgain, showJob } from './job.ts';
import { withinLooks } from './looks.ts';
import { MASS_STEP } from './mass.ts';
import { massIdOf } from './mass-job.ts';
import { newestPages } from './newest-pages.ts';
import { type PublishTrace, readPayload } from './payload.ts';
import { DRAFT_STEP, readSubmitted, SUBMIT_STEP, SUBMITTING_STEP } from './publish.ts';
import { readPostRef } from './ref.ts';
import type { Caller } from './token.ts';

const job = z.object({
  publish_status: z.coerce.number(),
  article_id: idText.optional(),
  article_detail: z
    .object({ item: listOf(z.object({ idx: z.coerce.number().optional(), article_url: z.string().default('') })) })
    .nullish(),
});

const news = z.object({ content_source_url: z.string().default(''), url: z.string().default(''), is_deleted: flag });
const published = z.object({
  article_id: idText,
  update_time: z.coerce.number().default(0),
  content: z.object({ news_item: listOf(news) }),
});

const LOOK_BACK = 3; // pages: the 60 newest articles, for at most 3 of 100 calls a day
const GIVE_UP = hours(2); // a draft that left without an article to show for it: review takes minutes

export async function findArticle(door: Door, trace: PublishTrace, attempt: Attempt): Promise<Sighting> {
  if (isMass(trace)) return await findMass(door, trace, attempt);
  const submitted = readSubmitted(String(trace.steps[SUBMIT_STEP] ?? ''));
  const ticket = trace.ticket ?? submitted.ticket;
  if (ticket !== '') return await findJob(door, { ...submitted, ticket, since: trace.firstTriedAt }, attempt);
  const draft = trace.steps[DRAFT_STEP];
  // Submitting is remembered before it is done: what died earlier has published nothing and need not be waited for.
  if (typeof draft !== 'string' || draft === '' || !(trace.steps[SUBMITTING_STEP] || trace.steps[HAND_STEP]))
    return { seen: 'absent' };
  const waiting = await isInBox(door, draft, attempt);
  const found = await findByMarker(door, trace, attempt).catch(unlessForbidden);
  if (found) return found;
  if (waiting) return afterPause(door, trace, attempt);
  return trace.steps[HAND_STEP] ? { seen: 'unknown', reason: PUBLISHED_BY_HAND } : afterLeaving(trace, attempt);
}

/** Accounts that may not publish may not list either. */
function unlessForbidden(error: unknown): null {
  if (error instanceof ChannelFailure && error.code === '48001') return null;
  throw error;
}

function isMass({ order, ticket, steps }: PublishTrace): boolean {
  if (ticket !== null) return massIdOf(ticket) !== null;
  if (readPayload(order.piece).notify === 'none') return false;
  return !steps[HAND_STEP] || MASS_STEP in steps || lostSends(steps).length > 0;
}

interface JobTrace {
  readonly ticket: string;
  readonly msgDataId: string;
  readonly since: Date;
}

async function findJob(door: Door, { ticket, msgDataId, since }: JobTrace, caller: Caller): Promise<Sighting> {
  const request = { path: '/cgi-bin/freepublish/get', body: { publish_id: ticket }, answer: job };
  const look = async (): Promise<Sighting> => {
    const { publish_status: status, article_id, article_detail } = await door.weixin.call(request, caller);
    const items = (article_detail?.item ?? []).map(({ article_url: url, idx = null }) => ({ url, idx }));
    const told = { status, articleId: article_id ?? '', items, msgDataId };
    return showJob(told, caller.now, since);
  };
  try {
    return await withinLooks(door, 'publish', caller, look);
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.code !== '40002') throw error;
    return { seen: 'unknown', reason: '平台不认识这个发布任务。请登录公众平台，在“发表记录”核对这篇文章。' };
  }
}

async function findByMarker(door: Door, trace: PublishTrace, caller: Caller): Promise<Sighting | null> {
  const { marker } = readPayload(trace.order.piece);
  const others = new Set(trace.known.map(articleIdOf));
  const listing = { path: '/cgi-bin/freepublish/batchget', body: { no_content: 0 }, item: published, pages: LOOK_BACK };
  for await (const page of newestPages(door.weixin, listing, caller)) {
    for (const { article_id: articleId, content } of page) {
      const at = content.news_item.findIndex((one) => one.content_source_url === marker);
      const ours = content.news_item[at];
      if (!ours || others.has(articleId)) continue;
      const items = content.news_item.slice(at).map(({ url }, place) => ({ url, idx: at + place + 1 }));
      const told = { status: ours.is_deleted ? 5 : 0, articleId, items, msgDataId: '' };
      return showJob(told, caller.now, trace.firstTriedAt);
    }
  }
  return null;
}

function articleIdOf(ref: string): string {
  try {
    return readPostRef(ref).articleId;
  } catch {
    return '';
  }
}

// Nothing shows at once: only a draft still there after a while proves that no job took it.
function afterPause({ settings }: Door, { lastTriedAt }: PublishTrace, { now }: Caller): Sighting {
  const proofAt = after(lastTriedAt, seconds(settings.SETTLE_SECONDS));
  return now >= proofAt ? { seen: 'absent' } : { seen: 'working', lookAt: proofAt };
}

function afterLeaving({ lastTriedAt }: PublishTrace, { now }: Caller): Sighting {
  if (now < after(lastTriedAt, GIVE_UP)) return { seen: 'working', lookAt: lookAgain(now, lastTriedAt) };
  const reason = '草稿已离开草稿箱，但发表记录里没有这篇文章。请登录公众平台，查看它是否在审核、未通过或已被人删除。';
  return { seen: 'unknown', reason };
}
