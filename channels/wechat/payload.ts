/** What render() leaves for publish() in a piece: plain JSON, frozen when staff sign. Also the marker of a publication. */
import { z } from 'zod';
import type { Order, Piece, Trace } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Announcement } from '../../src/release/announcement.ts';
import { COMMENT_MODES } from './choices.ts';

const articleSchema = z.object({
  title: z.string(),
  author: z.string(),
  digest: z.string(),
  /** Article HTML with picture placeholders (article-html.ts). */
  content: z.string(),
  /** content_source_url: what readers open by 阅读原文, and what we know our article by. */
  marker: z.string(),
  /** Picture ids in the order of their first appearance; the first is the cover. */
  pictures: z.array(z.string()),
  /** 'none', 'all' or 'tag:<number>' (choices.ts). */
  notify: z.string().default('none'),
  comments: z.enum(COMMENT_MODES).default('open'),
});

const payloadSchema = articleSchema.extend({
  /** 次条, in their order. */
  more: z.array(articleSchema).default([]),
});

/** One article of a draft. */
export type Article = Readonly<z.output<typeof articleSchema>>;

export type Payload = Readonly<z.output<typeof payloadSchema>>;

/** What is looked for: a publication with its piece. */
export type PublishTrace = Trace & { readonly order: Extract<Order, { action: 'publish' }> };

/** Throws ChannelFailure 'refused' when the piece was made by something else. */
export function readPayload(piece: Piece): Payload {
  const read = payloadSchema.safeParse(piece.payload);
  if (!read.success) throw new ChannelFailure('refused', '渠道稿不是微信公众号的格式。请重新生成渠道稿。');
  return read.data;
}

/**
 * The address of our page; for a correction with its revision, so that the corrected article and the old one are told
 * apart while both stand. Compared letter by letter.
 */
export function toMarker({ url, revision, correction }: Pick<Announcement, 'url' | 'revision' | 'correction'>): string {
  if (!correction) return url;
  const marked = new URL(url);
  marked.searchParams.set('v', String(revision));
  return marked.href;
}
