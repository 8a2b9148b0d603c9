/**
 * What the public wrote to us: comments under all our posts through one call, comments/to_me, which costs less of the day's
 * calls than asking post by post, and posts of others that name us, statuses/mentions, ever less often (budget.ts).
 *
 * cursor   `<comments>`, and once mentions were read `<comments>;<mentions>`, each as in pull-list.ts
 */
import type { Attempt, Comment, Page } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { rawForm } from '../../src/channel/raw-form.ts';
import type { WeiboAccount } from './account.ts';
import { NOT_FOR_THIS_APP } from './errors.ts';
import { BUDGET } from './keep-budget.ts';
import { type Listing, type Pulling, pullList } from './pull-list.ts';
import { toCommentRef, toMentionRef } from './ref.ts';
import { commentSchema, idOf, statusSchema, textOf, type WireComment, type WireStatus } from './wire.ts';

const COMMENTS: Listing<WireComment> = {
  ...{ reading: 'comments', path: 'comments/to_me', key: 'comments', schema: commentSchema },
  count: 50, // open.weibo.com/wiki/2/comments/to_me
};
const MENTIONS: Listing<WireStatus> = {
  ...{ reading: 'mentions', path: 'statuses/mentions', key: 'statuses', schema: statusSchema },
  count: 200, // open.weibo.com/wiki/2/statuses/mentions
};

export async function pull(cursor: string | null, attempt: Attempt, account: WeiboAccount): Promise<Page<Comment>> {
  const [ofComments = '', ofMentions = ''] = (cursor ?? '').split(';');
  const comments = await pullList(COMMENTS, { cursor: ofComments, attempt, account });
  const pulling = { cursor: ofMentions, attempt, account };
  const mentions = !comments.more ? await pullMentions(pulling) : { ...NONE, cursor: ofMentions };
  const written = [...comments.items.flatMap((one) => fromComment(one, account)), ...mentions.items];
  const items = written.sort((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime());
  const seen = [...comments.again.flatMap((one) => fromComment(one, account)), ...mentions.again];
  const again = seen.flatMap(({ ref, likes }) => (likes === undefined ? [] : [{ ref, likes }]));
  const next = [comments.cursor, mentions.cursor].join(';').replace(/;$/, '');
  const failed = comments.failed ?? mentions.failed;
  return { items, cursor: next || null, more: comments.more, failed, ...(again.length > 0 && { again }) };
}

interface Mentions {
  readonly items: readonly Comment[];
  readonly again: readonly Comment[];
  readonly cursor: string;
  readonly failed: ChannelFailure | null;
}

const NONE = { items: [], again: [], failed: null } as const;

/** Comments that were read are never held back by mentions that were not. */
async function pullMentions(pulling: Pulling): Promise<Mentions> {
  const { cursor, attempt, account } = pulling;
  try {
    const mentions = await pullList(MENTIONS, pulling);
    const [items, again] = [mentions.items, mentions.again].map((all) =>
      all.flatMap((one) => fromMention(one, account)),
    );
    return { items: items ?? [], again: again ?? [], cursor: mentions.cursor, failed: mentions.failed };
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    // It is their rhythm that they are not read each time.
    if (error.code === BUDGET) return { ...NONE, cursor };
    attempt.log.warn({ failure: error.kind, code: error.code }, 'weibo mentions not read');
    if (NOT_FOR_THIS_APP.has(error.code)) return { ...NONE, cursor };
    const { kind, message, code } = error;
    return { ...NONE, cursor, failed: new ChannelFailure(kind, `评论已读取，提及没有读到：${message}`, { code }) };
  }
}

function fromComment(comment: WireComment, { settings }: WeiboAccount): readonly Comment[] {
  const author = idOf(comment.user);
  if (author === settings.UID) return [];
  const post = idOf(comment.status);
  return [
    {
      ref: toCommentRef({ post: post ?? '', cid: comment.ref }),
      kind: 'comment',
      post,
      author: { id: author ?? '', name: comment.user?.screen_name ?? '' },
      text: comment.text,
      writtenAt: comment.created_at,
      ...likesOf(comment),
      ...rawOf(comment),
    },
  ];
}

function fromMention(mention: WireStatus, { settings }: WeiboAccount): readonly Comment[] {
  const { ref, user, text, created_at } = mention;
  const author = idOf(user);
  if (author === settings.UID) return [];
  const from = { id: author ?? '', name: user?.screen_name ?? '' };
  const said = { kind: 'mention', post: null, author: from, text, writtenAt: created_at } as const;
  return [{ ref: toMentionRef(ref), ...said, ...likesOf(mention), ...rawOf(mention) }];
}

/** A status tells attitudes_count (wiki/2/statuses/mentions); of comments the documents name no count, but answers carry one. */
function likesOf(told: Readonly<Record<string, unknown>>): { readonly likes?: number } {
  const likes = Number(textOf(told.attitudes_count ?? told.like_count ?? told.like_counts) || Number.NaN);
  return Number.isSafeInteger(likes) && likes >= 0 ? { likes } : {};
}

/** Of other records within it only the ids: they are others' words, or ours. */
function rawOf({ status, reply_comment, retweeted_status, ...told }: Readonly<Record<string, unknown>>) {
  const within = Object.entries({ status, reply_comment, retweeted_status }).flatMap(([name, one]) => {
    const id = idOf(one);
    return id === null ? [] : [[name, { id }] as const];
  });
  return rawForm({ ...told, ...Object.fromEntries(within) }, ['ref', 'text', 'created_at']);
}
