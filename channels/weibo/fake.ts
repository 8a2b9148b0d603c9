/**
 * 微博 played back on a local port from its documents: API, pages a follower would see, and troubles to order. Rates are not
 * counted unless asked for: a rehearsal must not run dry.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Action } from '../../src/channel/contract.ts';
import {
  type Fake,
  type FakeComment,
  type FakeOptions,
  type FakePost,
  openFakeClock,
  requirePlayable,
} from '../../src/channel/fake.ts';
import { answerCall } from './fake-answer.ts';
import { ACTIONS, type Knobs, openApi } from './fake-api.ts';
import { openBook, type StoredComment, type StoredPost } from './fake-book.ts';
import { cannotPlay } from './fake-cannot.ts';
import { openDoor } from './fake-door.ts';
import type { Appreciation } from './fake-figures.ts';
import { readCall } from './fake-form.ts';
import { answerPage } from './fake-pages.ts';
import { openPlatform, type Platform, SCREEN_NAME, UID } from './fake-platform.ts';
import { switchesOf } from './fake-switches.ts';
import { linksIn } from './fake-text.ts';
import { openTroubles } from './fake-troubles.ts';
import { postUrl } from './post-url.ts';

export interface WeiboFake extends Fake {
  /** A post by staff on a phone. */
  postByHand(text: string): string;
  /** The next post is answered with 20032 and shows after so many seconds. */
  slowNext(seconds: number): void;
  /** Answers 10023 beyond so many calls a day; null counts nothing. */
  countCalls(perDay: number | null): void;
  /** Readers repost and like a post. */
  appreciate(post: string, done: Appreciation): void;
  /** How long the token still lives. */
  setTokenLife(seconds: number): void;
}

const TOKEN = '2.00RehearsalTokenOfTheCountyOffice';
const TOKEN_LIFE_MS = 30 * 86_400_000; // a reviewed app's token lives 30 days (open.weibo.com/wiki 授权机制)

export default async function startFake(options: FakeOptions): Promise<WeiboFake> {
  const clock = openFakeClock(options.clock);
  const own = { ...options, clock };
  const platform = openPlatform(openBook(options.file), own, options.clock);
  const tokenEndsAt = new Date(clock.now().getTime() + TOKEN_LIFE_MS);
  const knobs: Knobs = { token: TOKEN, tokenEndsAt, callsPerDay: null, counts: new Map(), slowNext: 0 };
  const call = openApi(platform, knobs, own);
  const arrived: Action[] = [];
  const door = await openDoor(options.port, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const troubles = openTroubles(door.shut);
  const url = `http://127.0.0.1:${door.port}`;
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('date', clock.now().toUTCString());
    const wanted = new URL(request.url ?? '/', url);
    const sent = await readCall(request, wanted);
    if (!/^\/(2|oauth2)\//.test(wanted.pathname)) return answerPage(sent, response, { platform, board });
    const action = ACTIONS[sent.path];
    if (action) arrived.push(action);
    const trouble = action ? troubles.take() : null;
    answerCall({ sent, response, trouble, call, book: platform.book });
  }
  const fake: WeiboFake = {
    kind: 'weibo',
    url,
    settings: settingsFor(url),
    posts: () => platform.book.pages.posts.map((post) => showPost(post, url)),
    comments: () => showComments(platform),
    comment(post, author, text) {
      const { id } = platform.comment(post, author, text);
      platform.book.save();
      return `${post}/${id}`;
    },
    spoilNext(trouble) {
      requirePlayable(trouble, cannotPlay);
      if (!clock.meet(trouble)) troubles.add(trouble);
    },
    cannotPlay,
    mend: clock.mend,
    arrived: () => [...arrived],
    troubles: troubles.list,
    close: door.close,
    postByHand(text) {
      const { id } = platform.postByHand(text);
      platform.book.save();
      return id;
    },
    slowNext(seconds) {
      knobs.slowNext = seconds;
    },
    countCalls(perDay) {
      knobs.callsPerDay = perDay;
    },
    appreciate: (post, done) => void knobs.counts.set(post, done),
    setTokenLife(seconds) {
      knobs.tokenEndsAt = new Date(clock.now().getTime() + seconds * 1000);
    },
  };
  const board = { title: SCREEN_NAME, fake, switches: switchesOf(knobs, clock) };
  return fake;
}

function settingsFor(url: string): Readonly<Record<string, string>> {
  return {
    ACCESS_TOKEN: TOKEN,
    UID,
    ENDPOINT: url,
    PAGES: url,
    OPERATOR_IP: '127.0.0.1',
    SETTLE_SECONDS: '5',
    ANSWER_TIMEOUT_MS: '3000',
    POSTS_PER_HOUR: '0',
    CALLS_PER_DAY: '0',
  };
}

function showPost({ id, text, shown, at, gone }: StoredPost, url: string): FakePost {
  const title = /^(?:【更正】)?【(.*?)】 ?/.exec(text)?.[1] ?? '';
  const links = (linksIn(text).at(-1) ?? '').replace(/[?#].*$/, '');
  return { ref: id, url: postUrl(url, UID, id), title, text: shown, links, at: new Date(at), gone };
}

/** Comments of the public, each with our answers. */
function showComments({ book }: Platform): readonly FakeComment[] {
  const { comments } = book.pages;
  const toComment = ({ id, post, author, text }: StoredComment): FakeComment => {
    const replies = comments.filter(({ answers }) => answers === id).map((answer) => answer.text);
    return { ref: `${post}/${id}`, post, author, text, replies };
  };
  return comments.filter(({ uid }) => uid !== UID).map(toComment);
}
