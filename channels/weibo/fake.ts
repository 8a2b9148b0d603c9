/**
 * 微博 played back on a local port from its documents: API, pages a follower would see, and troubles to order. Rates are not
 * counted unless asked for: a rehearsal must not run dry.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Action } from '../../src/channel/contract.ts';
import { type Fake, type FakeOptions, openFakeClock, requirePlayable } from '../../src/channel/fake.ts';
import { answerCall } from './fake-answer.ts';
import { ACTIONS, type Opening, openApi } from './fake-api.ts';
import { answerAuthorise } from './fake-authorise.ts';
import { type Book, openBook } from './fake-book.ts';
import { cannotPlay } from './fake-cannot.ts';
import { openDoor } from './fake-door.ts';
import { type Appreciation, like } from './fake-figures.ts';
import { readCall } from './fake-form.ts';
import { type Messages, openMessages } from './fake-messages.ts';
import { openOauth } from './fake-oauth.ts';
import { answerPage } from './fake-pages.ts';
import { openPlatform, SCREEN_NAME } from './fake-platform.ts';
import { type Knobs, newKnobs } from './fake-rates.ts';
import { settingsFor, showComments, showPost } from './fake-show.ts';
import { switchesOf } from './fake-switches.ts';
import { openTroubles } from './fake-troubles.ts';

export interface WeiboFake extends Fake, Pick<Messages, 'say' | 'push'> {
  /** A post by staff on a phone. */
  postByHand(text: string): string;
  /** A post of somebody else that names the account. */
  mention(author: string, text: string): string;
  /** The comments of the account under a post that is not its own. */
  commentsOn(mention: string): readonly string[];
  /** What the account answered to somebody's private messages. */
  answersTo(author: string): readonly string[];
  /** The next post is answered with 20032 and shows after so many seconds. */
  slowNext(seconds: number): void;
  /** The next calls, of any kind, are carried out and answered with an empty body. */
  emptyNext(calls?: number): void;
  /** Answers 10023, or another code, beyond so many calls a day; null counts nothing. */
  countCalls(perDay: number | null, code?: Knobs['rateCode']): void;
  /** Calls of the day so far, as the platform counts them. */
  used(): number;
  /** Whether the application has registered its domain; without one, 10017 in its other form. */
  bindDomain(isBound: boolean): void;
  /** So many readers like a comment or a post that names the account, by the ref the adapter gives it. */
  like(ref: string, likes: number): void;
  /** Readers repost and like a post. */
  appreciate(post: string, done: Appreciation): void;
  /** How long the token still lives. */
  setTokenLife(seconds: number): void;
  /** Whose account agrees on the page of authorisation. */
  logInAs(uid: string): void;
}

export default async function startFake(options: FakeOptions): Promise<WeiboFake> {
  const clock = openFakeClock(options.clock);
  const book = openBook(options.file);
  const platform = openPlatform(book, { ...options, clock }, options.clock);
  const oauth = openOauth(book, options.clock, options.siteUrl);
  const messages = openMessages(book, clock, options.pushTo);
  const knobs = newKnobs();
  const call = openApi({ platform, knobs, oauth, messages, clock });
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
    if (sent.path === '/oauth2/authorize') return answerAuthorise(sent, response, oauth);
    if (!/^\/(2|oauth2)\//.test(wanted.pathname)) return answerPage(sent, response, { platform, board });
    const action = ACTIONS[sent.path];
    if (action) arrived.push(action);
    const trouble = action ? troubles.take() : null;
    const empty = knobs.emptyNext > 0;
    knobs.emptyNext -= Number(empty);
    answerCall({ sent, response, trouble, call, book, empty });
  }
  const saved = savingIn(book);
  const fake: WeiboFake = {
    kind: 'weibo',
    url,
    settings: settingsFor(url, oauth),
    posts: () => book.pages.posts.map((post) => showPost(post, url)),
    comments: () => showComments(platform),
    comment: (post, author, text) => `${post}/${saved(platform.comment(post, author, text)).id}`,
    spoilNext(trouble) {
      requirePlayable(trouble, cannotPlay);
      if (!clock.meet(trouble)) troubles.add(trouble);
    },
    cannotPlay,
    mend: clock.mend,
    arrived: () => [...arrived],
    troubles: troubles.list,
    close: door.close,
    ...openHands({ platform, knobs, oauth, messages, clock }),
  };
  const board = { title: SCREEN_NAME, fake, switches: switchesOf(knobs, oauth) };
  return fake;
}

/** What only this playback has. */
function openHands({ platform, knobs, oauth, messages }: Opening): Omit<WeiboFake, keyof Fake> {
  const { book } = platform;
  const { comments, messages: written } = book.pages;
  const saved = savingIn(book);
  return {
    postByHand: (text) => saved(platform.postByHand(text)).id,
    mention: (author, text) => saved(platform.mention(author, text)).id,
    commentsOn: (mention) => comments.filter(({ post }) => post === mention).map(({ text }) => text),
    say: messages.say,
    push: messages.push,
    answersTo: (author) => written.filter((one) => one.author === author).flatMap(({ answers }) => answers),
    slowNext(seconds) {
      knobs.slowNext = seconds;
    },
    emptyNext(calls = 1) {
      knobs.emptyNext = calls;
    },
    countCalls(perDay, code = 10023) {
      knobs.callsPerDay = perDay;
      knobs.rateCode = code;
    },
    used: () => [...knobs.used.values()].at(-1) ?? 0,
    bindDomain(isBound) {
      knobs.domainBound = isBound;
    },
    like: (ref, likes) => saved(like(book, ref.split('/').at(-1) ?? '', likes)),
    appreciate: (post, done) => void knobs.counts.set(post, done),
    setTokenLife: oauth.setLife,
    logInAs: oauth.logInAs,
  };
}

function savingIn(book: Book) {
  return <T>(made: T): T => {
    book.save();
    return made;
  };
}
