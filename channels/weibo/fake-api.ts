/**
 * The calls of the fake, as open.weibo.com/wiki describes them, each with the checks in the platform's order: path, method,
 * token, rate, then the call itself.
 */
import type { Action } from '../../src/channel/contract.ts';
import type { Clock } from '../../src/clock.ts';
import { count } from './fake-figures.ts';
import type { Messages } from './fake-messages.ts';
import type { Oauth } from './fake-oauth.ts';
import { type Platform, Refusal, UID } from './fake-platform.ts';
import { countCall, type Knobs, showRates } from './fake-rates.ts';
import { pageOf, showComment, showMention, showStatus } from './fake-wire.ts';

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  /** Query and form together. */
  readonly fields: URLSearchParams;
  readonly pic: { readonly type: string; readonly bytes: Uint8Array } | null;
}

type Handle = (call: ApiCall, opened: Opening) => unknown;

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly handle: Handle;
}

/** The calls that change something: the ones a trouble spoils. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  '/2/statuses/share.json': 'publish',
  '/2/statuses/destroy.json': 'withdraw',
  '/2/comments/reply.json': 'reply',
  '/2/comments/create.json': 'reply',
  '/2/messages/reply.json': 'reply',
};

const TIMELINE_SHOWS = 5;
const PAGE = 50;

const endpoints: Readonly<Record<string, Endpoint>> = {
  '/2/statuses/share.json': { method: 'POST', handle: share },
  '/2/statuses/destroy.json': {
    method: 'POST',
    handle: ({ fields }, { platform }) => showStatus(platform.destroy(need(fields, 'id')), platform),
  },
  '/2/statuses/user_timeline.json': { method: 'GET', handle: timeline },
  '/2/statuses/count.json': { method: 'GET', handle: (call, { platform, knobs }) => count(call, platform, knobs) },
  '/2/comments/to_me.json': { method: 'GET', handle: list((uid) => uid !== UID) },
  '/2/comments/by_me.json': { method: 'GET', handle: list((uid) => uid === UID) },
  '/2/comments/reply.json': { method: 'POST', handle: reply },
  '/2/comments/create.json': { method: 'POST', handle: createComment },
  '/2/statuses/mentions.json': { method: 'GET', handle: mentions },
  '/2/messages/reply.json': { method: 'POST', handle: answerMessage },
};

export interface Opening {
  readonly platform: Platform;
  readonly knobs: Knobs;
  readonly oauth: Oauth;
  readonly messages: Messages;
  readonly clock: Clock;
}

/** Opens the calls; what they throw is a Refusal. */
export function openApi(opening: Opening) {
  const { knobs, oauth, clock } = opening;
  return (call: ApiCall): unknown => {
    const token = call.fields.get('access_token');
    if (call.path === '/oauth2/access_token') return oauth.exchange(call);
    if (call.path === '/oauth2/get_token_info') return oauth.info(token);
    if (call.path === '/2/account/rate_limit_status.json') {
      oauth.info(token);
      return showRates(knobs, clock.now());
    }
    const endpoint = endpoints[call.path];
    if (!endpoint) throw new Refusal(10020, 'request api not found!', 404);
    if (endpoint.method !== call.method) throw new Refusal(10021, 'HTTP METHOD is not suported for this request!');
    oauth.info(token);
    countCall(knobs, clock.now());
    return endpoint.handle(call, opening);
  };
}

function share({ fields, pic }: ApiCall, { platform, knobs }: Opening): unknown {
  need(fields, 'rip');
  const slow = knobs.slowNext;
  if (!knobs.domainBound) throw new Refusal(10017, 'appkey not bind domain!');
  const post = platform.share({ text: need(fields, 'status'), picture: pic, slow });
  knobs.slowNext = 0;
  if (slow > 0) throw new Refusal(20032, 'update success, while server slow now, please wait 1-2 minutes!');
  return showStatus(post, platform);
}

function timeline({ fields }: ApiCall, { platform }: Opening): unknown {
  if ((fields.get('uid') ?? UID) !== UID) throw new Refusal(21335, 'uid parameter must be current user');
  const own = platform.timeline().filter((post) => fields.get('base_app') !== '1' || !post.byHand);
  const { shown, envelope } = pageOf(own.slice(0, TIMELINE_SHOWS), fields, 100);
  return { statuses: shown.map((post) => showStatus(post, platform)), ...envelope, total_number: own.length };
}

function reply({ fields }: ApiCall, { platform }: Opening): unknown {
  need(fields, 'rip');
  const mention = fields.get('without_mention') !== '1';
  const answer = { cid: need(fields, 'cid'), id: need(fields, 'id'), text: need(fields, 'comment'), mention };
  return showComment(platform.reply(answer), platform);
}

function createComment({ fields }: ApiCall, { platform }: Opening): unknown {
  need(fields, 'rip');
  return showComment(platform.commentOn({ id: need(fields, 'id'), text: need(fields, 'comment') }), platform);
}

function mentions({ fields }: ApiCall, { platform }: Opening): unknown {
  const { shown, envelope } = pageOf(platform.book.pages.mentions.toReversed(), fields, 200);
  return { statuses: shown.map(showMention), ...envelope };
}

function answerMessage({ fields }: ApiCall, { messages }: Opening): unknown {
  const { text } = JSON.parse(need(fields, 'data')) as { text: string };
  return messages.answer(need(fields, 'receiver_id'), text);
}

/** Newest first; comments under a deleted post are gone with it. */
function list(wanted: (uid: string) => boolean): Handle {
  return ({ fields }, { platform }) => {
    const standing = platform.book.pages.comments.filter(({ post }) => platform.post(post)?.gone !== true);
    const all = standing.filter(({ uid }) => wanted(uid)).reverse();
    const { shown, envelope } = pageOf(all, fields, PAGE);
    return { comments: shown.map((one) => showComment(one, platform)), ...envelope };
  };
}

function need(fields: URLSearchParams, name: string): string {
  const value = fields.get(name);
  if (value === null) throw new Refusal(10016, `miss required parameter (${name}), see doc for more info!`);
  return value;
}
