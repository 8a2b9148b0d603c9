/**
 * The platform's two families of tokens (cgi-bin/token, stable_token), which do not touch each other, and its daily counts.
 * From the pages getAccessToken, getStableAccessToken and 接口调用频次限制.
 */
import { randomBytes } from 'node:crypto';
import { toDay } from '../../src/clock.ts';
import { type FakeBody, type FakeHandler, FakeRefusal, textIn } from './fake-call.ts';
import type { FakePlatform, FakeToken } from './fake-state.ts';

export const APPID = 'wx3a7c1e9d5b2f4860';
export const SECRET = 'rehearsal0secret0of0this0fake000';

const LIFE = 7200_000;
const RENEW_BEFORE = 300_000; // normal mode hands out the next token in a token's last five minutes
const OVERLAP = 300_000; // an old token of cgi-bin/token lives on for about five minutes
const FORCE_APART = 30_000;
const FORCES_A_DAY = 20;

/** Published calls per day; media and messages have limits nobody rehearses. */
export const DAILY_QUOTAS: Readonly<Record<string, number>> = {
  '/cgi-bin/token': 2000,
  '/cgi-bin/media/uploadimg': 100_000,
  '/cgi-bin/material/add_material': 100_000,
  '/cgi-bin/message/custom/send': 500_000,
  '/cgi-bin/message/mass/sendall': 100,
  '/cgi-bin/message/mass/preview': 100,
  '/cgi-bin/message/mass/get': 100,
  '/cgi-bin/message/mass/delete': 100,
  '/cgi-bin/draft/add': 1000,
  '/cgi-bin/draft/update': 1000,
  '/cgi-bin/draft/delete': 1000,
  '/cgi-bin/draft/count': 1000,
  '/cgi-bin/draft/batchget': 1000,
  '/cgi-bin/draft/get': 500,
  '/cgi-bin/freepublish/submit': 100,
  '/cgi-bin/freepublish/get': 100,
  '/cgi-bin/freepublish/getarticle': 100,
  '/cgi-bin/freepublish/batchget': 100,
  '/cgi-bin/freepublish/delete': 10,
};

/** Counts a call; throws 45009 beyond the day's number. */
export function countFakeCall({ state, knobs, clock }: FakePlatform, path: string): void {
  const day = toDay(clock.now());
  if (state.calls.day !== day) state.calls = { day, counts: {} };
  const count = (state.calls.counts[path] ?? 0) + 1;
  state.calls.counts[path] = count;
  const most = knobs.quotas[path];
  if (most !== undefined && count > most) throw new FakeRefusal(45009, 'reach max api daily quota limit');
}

/** Throws unless the query carries a living token. */
export function checkFakeToken({ state, knobs, clock }: FakePlatform, query: URLSearchParams): void {
  const given = query.get('access_token') ?? '';
  if (given === '') throw new FakeRefusal(41001, 'access_token missing');
  const { stable, plain, older } = state.tokens;
  const known = [stable, plain, ...older].find((token) => token?.value === given);
  if (!known) throw new FakeRefusal(40001, 'invalid credential, access_token is invalid or not latest');
  if (known.endsAt > clock.now().getTime()) return;
  const message =
    knobs.expiredCode === 42001 ? 'access_token expired' : 'invalid credential, access_token is invalid or not latest';
  throw new FakeRefusal(knobs.expiredCode, message);
}

export const loginHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/token': {
    method: 'GET',
    takes: 'nothing',
    handle(platform, { query }) {
      checkSecret(platform, Object.fromEntries(query));
      return grant(platform, 'plain', newToken(platform));
    },
  },
  '/cgi-bin/stable_token': {
    method: 'POST',
    takes: 'json',
    handle(platform, { body }) {
      checkSecret(platform, body);
      return body.force_refresh === true ? force(platform) : normal(platform);
    },
  },
};

function checkSecret({ knobs }: FakePlatform, asked: FakeBody): void {
  if (textIn(asked, 'grant_type') !== 'client_credential') throw new FakeRefusal(40002, 'invalid grant_type');
  if (textIn(asked, 'appid') === '') throw new FakeRefusal(41002, 'appid missing');
  if (textIn(asked, 'secret') === '') throw new FakeRefusal(41004, 'appsecret missing');
  if (textIn(asked, 'appid') !== APPID) throw new FakeRefusal(40013, 'invalid appid');
  if (textIn(asked, 'secret') !== SECRET) throw new FakeRefusal(40125, 'invalid appsecret');
  const ip = knobs.blockedIp;
  if (ip) throw new FakeRefusal(40164, `invalid ip ${ip} ipv6 ::ffff:${ip}, not in whitelist`);
}

function normal(platform: FakePlatform): FakeBody {
  const { stable } = platform.state.tokens;
  const now = platform.clock.now().getTime();
  const isFresh = stable !== null && stable.endsAt - now > RENEW_BEFORE;
  if (isFresh) return { access_token: stable.value, expires_in: Math.floor((stable.endsAt - now) / 1000) };
  if (stable) platform.state.tokens.older.push(stable); // lives until its own end
  return grant(platform, 'stable', newToken(platform));
}

function force(platform: FakePlatform): FakeBody {
  const { tokens } = platform.state;
  const now = platform.clock.now();
  const today = tokens.forcedAt.filter((at) => toDay(new Date(at)) === toDay(now));
  if (today.length >= FORCES_A_DAY) throw new FakeRefusal(45009, 'reach max api daily quota limit');
  if (now.getTime() - (today.at(-1) ?? 0) < FORCE_APART) throw new FakeRefusal(45011, 'api minute-quota reach limit');
  tokens.forcedAt = [...today, now.getTime()];
  return grant(platform, 'stable', newToken(platform)); // the one before dies now
}

function grant({ state, clock }: FakePlatform, family: 'stable' | 'plain', token: FakeToken): FakeBody {
  const { tokens } = state;
  const now = clock.now().getTime();
  if (family === 'plain' && tokens.plain) tokens.older.push({ value: tokens.plain.value, endsAt: now + OVERLAP });
  tokens.older = tokens.older.filter(({ endsAt }) => endsAt > now - LIFE);
  tokens[family] = token;
  return { access_token: token.value, expires_in: LIFE / 1000 };
}

function newToken({ clock }: FakePlatform): FakeToken {
  return { value: `92_${randomBytes(100).toString('base64url')}`, endsAt: clock.now().getTime() + LIFE };
}
