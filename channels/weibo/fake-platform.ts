/**
 * The platform's behaviour without HTTP: posting, deleting, commenting, listing, each with the refusals its documents name
 * (open.weibo.com/wiki/Error_code). fake-api.ts dresses it as calls, fake-pages.ts as pages.
 */
import type { FakeOptions } from '../../src/channel/fake.ts';
import type { Clock } from '../../src/clock.ts';
import type { Book, StoredComment, StoredMention, StoredPost } from './fake-book.ts';
import { hasApprovedLink, platformLength, shorten } from './fake-text.ts';

export const UID = '2018000137';
export const SCREEN_NAME = '示范县人民政府办公室';

/** A refusal by the platform: HTTP status, code and its English text. */
export class Refusal extends Error {
  readonly code: number;
  readonly status: number;

  constructor(code: number, text: string, status = 400) {
    super(text);
    this.code = code;
    this.status = status;
  }
}

export interface Sharing {
  readonly text: string;
  readonly picture: { readonly type: string; readonly bytes: Uint8Array } | null;
  /** Seconds until it shows: 0, or more when the platform is slow. */
  readonly slow: number;
}

export interface Platform {
  readonly book: Book;
  share(sharing: Sharing): StoredPost;
  /** A post by staff on a phone: no link needed. */
  postByHand(text: string): StoredPost;
  destroy(id: string): StoredPost;
  /** Answers a comment on behalf of the account. */
  reply(answer: { cid: string; id: string; text: string; mention: boolean }): StoredComment;
  comment(post: string, author: string, text: string): StoredComment;
  /** A post of somebody else that names the account. */
  mention(author: string, text: string): StoredMention;
  /** A comment of the account under somebody's post. */
  commentOn(answer: { id: string; text: string }): StoredComment;
  /** Standing posts that show by now, newest first. */
  timeline(): readonly StoredPost[];
  post(id: string): StoredPost | null;
  commentById(id: string): StoredComment | null;
}

const PICTURES = ['image/jpeg', 'image/gif', 'image/png'];

/** `clock` is what the platform writes, `trueClock` what passes: a clock that is put right hides no post. */
export function openPlatform(book: Book, { clock, siteUrl }: FakeOptions, trueClock: Clock): Platform {
  const { pages } = book;
  const post = (id: string) => pages.posts.find((one) => one.id === id) ?? null;
  function add(sharing: Sharing, byHand: boolean): StoredPost {
    const now = clock.now();
    const id = book.drawId(now);
    const { text, picture, slow } = sharing;
    if (picture) book.keepPicture(id, picture.bytes);
    const stored: StoredPost = {
      id,
      text,
      shown: shorten(text, book),
      picture: picture && { name: id, type: picture.type },
      at: now.toISOString(),
      visibleAt: new Date(trueClock.now().getTime() + slow * 1000).toISOString(),
      byHand,
      gone: false,
    };
    pages.posts.push(stored);
    return stored;
  }
  function addComment(comment: Omit<StoredComment, 'id' | 'at'>): StoredComment {
    const now = clock.now();
    const stored = { ...comment, id: book.drawId(now), at: now.toISOString() };
    pages.comments.push(stored);
    return stored;
  }
  return {
    book,
    post,
    commentById: (id) => pages.comments.find((one) => one.id === id) ?? null,
    timeline: () =>
      pages.posts.filter((one) => !one.gone && Date.parse(one.visibleAt) <= trueClock.now().getTime()).reverse(),
    postByHand: (text) => add({ text, picture: null, slow: 0 }, true),
    share(sharing) {
      checkSharing(sharing, siteUrl);
      const last = pages.posts.at(-1);
      if (last && !last.gone && last.text === sharing.text) throw new Refusal(20019, 'repeat content!');
      return add(sharing, false);
    },
    destroy(id) {
      const at = pages.posts.findIndex((one) => one.id === id && !one.gone);
      const standing = pages.posts[at];
      if (!standing) throw new Refusal(20101, 'target weibo does not exist!');
      const deleted = { ...standing, gone: true };
      pages.posts[at] = deleted;
      return deleted;
    },
    comment: (id, author, text) => addComment({ post: id, uid: uidOf(author), author, text, answers: null }),
    mention(author, text) {
      const now = clock.now();
      const stored = { id: book.drawId(now), uid: uidOf(author), author, text, at: now.toISOString() };
      pages.mentions.push(stored);
      return stored;
    },
    reply: (answer) => addComment(toReply(answer, book)),
    commentOn: (answer) => addComment(toComment(answer, book)),
  };
}

type Answer = Parameters<Platform['reply']>[0];

function toReply({ cid, id, text, mention }: Answer, { pages }: Book): Omit<StoredComment, 'id' | 'at'> {
  if (!pages.posts.some((one) => one.id === id && !one.gone)) throw new Refusal(20101, 'target weibo does not exist!');
  const answered = pages.comments.find((one) => one.id === cid && one.post === id);
  if (!answered) throw new Refusal(20201, 'target weibo comment does not exist!');
  checkLength(text);
  const shown = mention ? `回复@${answered.author}:${text}` : text;
  refuseRepetition(shown, pages);
  return { post: id, uid: UID, author: SCREEN_NAME, text: shown, answers: cid };
}

function toComment({ id, text }: { id: string; text: string }, { pages }: Book): Omit<StoredComment, 'id' | 'at'> {
  const stands = [...pages.mentions, ...pages.posts.filter(({ gone }) => !gone)].some((one) => one.id === id);
  if (!stands) throw new Refusal(20101, 'target weibo does not exist!');
  checkLength(text);
  refuseRepetition(text, pages);
  return { post: id, uid: UID, author: SCREEN_NAME, text, answers: null };
}

function refuseRepetition(text: string, { comments }: Book['pages']): void {
  if (comments.findLast(({ uid }) => uid === UID)?.text === text) throw new Refusal(20019, 'repeat content!');
}

function checkSharing({ text, picture }: Sharing, siteUrl: string): void {
  checkLength(text);
  if (!hasApprovedLink(text, siteUrl)) throw new Refusal(10017, 'text not find domain!');
  if (picture && !PICTURES.includes(picture.type)) throw new Refusal(20005, 'unsupported image type');
  if (picture && picture.bytes.byteLength >= 5_000_000) throw new Refusal(20006, 'image size too large');
}

function checkLength(text: string): void {
  if (text.trim() === '') throw new Refusal(20008, 'content is null!');
  if (platformLength(text) > 140)
    throw new Refusal(20012, 'text too long, please input text less than 140 characters!');
}

/** The same name is the same member of the public. */
export function uidOf(author: string): string {
  let sum = 7;
  for (const character of author) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 900_000_000;
  return String(5_000_000_000 + sum);
}
