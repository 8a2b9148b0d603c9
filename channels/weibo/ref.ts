/**
 * What the public's words are named by in our records; opaque to everybody else.
 *
 *   comment   <post id>/<comment id>      answering needs both
 *   mention   @<post id>                  somebody else's post that names us
 *   message   message|<sender>|<seconds>  the platform gives a message no id; sender and time tell one from another
 */
import type { Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';

export interface CommentRef {
  readonly post: string;
  readonly cid: string;
}

export interface MessageRef {
  readonly sender: string;
  readonly writtenAt: Date;
}

export type PublicRef =
  | ({ readonly kind: 'comment' } & CommentRef)
  | { readonly kind: 'mention'; readonly post: string }
  | ({ readonly kind: 'message' } & MessageRef);

export function toCommentRef({ post, cid }: CommentRef): Ref {
  return `${post}/${cid}`;
}

export function toMentionRef(post: string): Ref {
  return `@${post}`;
}

export function toMessageRef({ sender, writtenAt }: MessageRef): Ref {
  return `message|${sender}|${Math.floor(writtenAt.getTime() / 1000)}`;
}

/** Throws 'refused' on anything else. */
export function readPublicRef(ref: Ref): PublicRef {
  const [, post, cid] = /^(\d+)\/(\d+)$/.exec(ref) ?? [];
  if (post && cid) return { kind: 'comment', post, cid };
  const [, mention] = /^@(\d+)$/.exec(ref) ?? [];
  if (mention) return { kind: 'mention', post: mention };
  const [, sender, written] = /^message\|(\d+)\|(\d+)$/.exec(ref) ?? [];
  if (sender && written) return { kind: 'message', sender, writtenAt: new Date(Number(written) * 1000) };
  throw new ChannelFailure('refused', '评论编号不正确，或原微博已不可见，请人工回复');
}
