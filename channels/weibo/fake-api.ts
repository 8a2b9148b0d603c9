/**
 * The calls of the fake, as open.weibo.com/wiki describes them, each with the checks in the platform's order: path, method,
 * token, rate, then the call itself.
 */
import type { Action } from '../../src/channel/contract.ts';
import type { FakeOptions } from '../../src/channel/fake.ts';
import { type Appreciations, count } from './fake-figures.ts';
import { type Platform, Refusal, UID } from './fake-platform.ts';
import { pageOf, showComment, showStatus } from './fake-wire.ts';

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  /** Query and form together. */
  readonly fields: URLSearchParams;
  readonly pic: { readonly type: string; readonly bytes: Uint8Array } | null;
}

/** What tests turn: token, rate, slowness. */
export interface Knobs {
  token: string;
  /** When the token ends. */
  tokenEndsAt: Date;
  /** Calls a day, or null for not counted. */
  callsPerDay: number | null;
  /** What readers have done with posts, by id. */
  readonly counts: Appreciations;
  /** Seconds until the next post shows; 0 for at once. */
  slowNext: number;
}

type Handle = (call: ApiCall, platform: Platform, knobs: Knobs) => unknown;

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly handle: Handle;
}

/** The calls that change something: the ones a trouble spoils. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  '/2/statuses/share.json': 'publish',
  '/2/statuses/destroy.json': 'withdraw',
  '/2/comments/reply.json': 'reply',
};

const TIMELINE_SHOWS = 5;
const PAGE = 50;

const endpoints: Readonly<Record<string, Endpoint>> = {
  '/2/statuses/share.json': { method: 'POST', handle: share },
  '/2/statuses/destroy.json': {
    method: 'POST',
    handle: ({ fields }, platform) => showStatus(platform.destroy(need(fields, 'id')), platform),
  },
  '/2/statuses/user_timeline.json': { method: 'GET', handle: timeline },
  '/2/statuses/count.json': { method: 'GET', handle: count },
  '/2/comments/to_me.json': { method: 'GET', handle: list((uid) => uid !== UID) },
  '/2/comments/by_me.json': { method: 'GET', handle: list((uid) => uid === UID) },
  '/2/comments/reply.json': { method: 'POST', handle: reply },
};

/** Opens the calls; what they throw is a Refusal. `left` tells a token's life in seconds. */
export function openApi(platform: Platform, knobs: Knobs, { clock }: FakeOptions) {
  const used = new Map<string, number>();
  function checkToken(token: string | null): number {
    if (!token) throw new Refusal(10006, 'source paramter(appkey) is missing', 403);
    if (token !== knobs.token) throw new Refusal(21332, 'invalid_access_token', 403);
    const left = Math.floor((knobs.tokenEndsAt.getTime() - clock.now().getTime()) / 1000);
    if (left <= 0) throw new Refusal(21327, 'expired_token', 403);
    return left;
  }
  const today = () => new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const callsToday = () => used.get(today()) ?? 0;
  function countCall(): void {
    const calls = callsToday() + 1;
    used.set(today(), calls);
    if (knobs.callsPerDay !== null && calls > knobs.callsPerDay) {
      throw new Refusal(10023, 'User requests out of rate limit!', 403);
    }
  }
  return (call: ApiCall): unknown => {
    const token = call.fields.get('access_token');
    if (call.path === '/oauth2/get_token_info') return tokenInfo(checkToken(token));
    if (call.path === '/2/account/rate_limit_status.json') return checkToken(token) && rateLimit(knobs, callsToday());
    const endpoint = endpoints[call.path];
    if (!endpoint) throw new Refusal(10020, 'request api not found!', 404);
    if (endpoint.method !== call.method) throw new Refusal(10021, 'HTTP METHOD is not suported for this request!');
    checkToken(token);
    countCall();
    return endpoint.handle(call, platform, knobs);
  };
}

function tokenInfo(left: number): unknown {
  return { uid: Number(UID), appkey: '1234567890', scope: null, create_at: 1_352_267_591, expire_in: left };
}

/** Not counted itself (open.weibo.com/wiki/2/account/rate_limit_status). */
function rateLimit({ callsPerDay }: Knobs, calls: number): unknown {
  const user_limit = callsPerDay ?? 100_000;
  const remaining_user_hits = Math.max(0, user_limit - calls);
  const ip = { ip_limit: 15_000, remaining_ip_hits: 15_000 };
  return { ...ip, limit_time_unit: 'DAYS', user_limit, remaining_user_hits, api_rate_limits: [] };
}

function share({ fields, pic }: ApiCall, platform: Platform, knobs: Knobs): unknown {
  need(fields, 'rip');
  const slow = knobs.slowNext;
  const post = platform.share({ text: need(fields, 'status'), picture: pic, slow });
  knobs.slowNext = 0;
  if (slow > 0) throw new Refusal(20032, 'update success, while server slow now, please wait 1-2 minutes!');
  return showStatus(post, platform);
}

function timeline({ fields }: ApiCall, platform: Platform): unknown {
  if ((fields.get('uid') ?? UID) !== UID) throw new Refusal(21335, 'uid parameter must be current user');
  const own = platform.timeline().filter((post) => fields.get('base_app') !== '1' || !post.byHand);
  const { shown, envelope } = pageOf(own.slice(0, TIMELINE_SHOWS), fields, 100);
  return { statuses: shown.map((post) => showStatus(post, platform)), ...envelope, total_number: own.length };
}

function reply({ fields }: ApiCall, platform: Platform): unknown {
  need(fields, 'rip');
  const mention = fields.get('without_mention') !== '1';
  const answer = { cid: need(fields, 'cid'), id: need(fields, 'id'), text: need(fields, 'comment'), mention };
  return showComment(platform.reply(answer), platform);
}

/** Newest first; comments under a deleted post are gone with it. */
function list(wanted: (uid: string) => boolean): Handle {
  return ({ fields }, platform) => {
    const standing = platform.book.pages.comments.filter(({ post }) => platform.post(post)?.gone === false);
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
