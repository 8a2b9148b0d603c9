/** A comment's name in our records, `<post id>/<comment id>`: answering needs both. */
import type { Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';

export interface CommentRef {
  readonly post: string;
  readonly cid: string;
}

export function toCommentRef({ post, cid }: CommentRef): Ref {
  return `${post}/${cid}`;
}

/** Throws 'refused' on anything else. */
export function readCommentRef(ref: Ref): CommentRef {
  const [, post, cid] = /^(\d+)\/(\d+)$/.exec(ref) ?? [];
  if (post && cid) return { post, cid };
  throw new ChannelFailure('refused', '评论编号不正确，或原微博已不可见，请人工回复');
}
