/**
 * The fake's side of OAuth (open.weibo.com/wiki 授权机制): a page where the owner of the account agrees, codes that can be
 * exchanged once, and the token that holds. Kept in the book, so that a restarted rehearsal still knows whom it let in.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/clock.ts';
import type { ApiCall } from './fake-api.ts';
import type { Book } from './fake-book.ts';
import { Refusal, UID } from './fake-platform.ts';

export const APPLICATION = { key: '1234567890', secret: 'c0ffee00rehearsal00secret00c0ffee' } as const;
const FIRST_TOKEN = '2.00RehearsalTokenOfTheCountyOffice';
/** A reviewed app's token lives 30 days (open.weibo.com/wiki 授权机制). */
const LIFE_SECONDS = 30 * 86_400;
const CODE_MS = 600_000;

export interface Oauth {
  readonly firstToken: string;
  /** Checks a request for authorisation; throws a Refusal for one that the platform answers with a page of its own. */
  check(fields: URLSearchParams): void;
  /** The owner's answer: where the browser goes. */
  decide(fields: URLSearchParams, agrees: boolean): string;
  exchange(call: ApiCall): unknown;
  /** What oauth2/get_token_info tells; throws a Refusal for a token that does not hold. */
  info(token: string | null): unknown;
  /** Seconds until the token in force ends. */
  left(): number;
  /** Nobody's token holds any longer. */
  revoke(): void;
  /** The token in force ends after so many seconds. */
  setLife(seconds: number): void;
  /** Whose account agrees from now on. */
  logInAs(uid: string): void;
}

interface Code {
  readonly returnTo: string;
  readonly uid: string;
  readonly endsAt: number;
}

export function openOauth(book: Book, clock: Clock, siteUrl: string): Oauth {
  const codes = openCodes(clock, siteUrl);
  const { pages } = book;
  const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
  const firstEnd = inSeconds(LIFE_SECONDS);
  const token = () => pages.token ?? { value: FIRST_TOKEN, endsAt: firstEnd };
  const left = () => Math.floor((Date.parse(token().endsAt) - clock.now().getTime()) / 1000);
  function give(): string {
    // A token that still holds is given again and lives longer.
    const value = left() > 0 ? token().value : `2.00Rehearsal${randomBytes(12).toString('hex')}`;
    pages.token = { value, endsAt: inSeconds(LIFE_SECONDS) };
    book.save();
    return value;
  }
  return {
    firstToken: FIRST_TOKEN,
    check: (fields) => checkRequest(fields, siteUrl),
    decide: codes.decide,
    exchange(call) {
      const { uid: owner } = codes.redeem(call);
      const access_token = owner === UID ? give() : '2.00TokenOfSomebodyElse';
      // Numbers and texts, mixed as they are in reality.
      return { access_token, remind_in: String(LIFE_SECONDS), expires_in: LIFE_SECONDS, uid: owner };
    },
    info(given) {
      if (!given) throw new Refusal(10006, 'source paramter(appkey) is missing', 403);
      if (given !== token().value) throw new Refusal(21332, 'invalid_access_token', 403);
      if (left() <= 0) throw new Refusal(21327, 'expired_token', 403);
      const created = 1_352_267_591;
      return { uid: Number(UID), appkey: APPLICATION.key, scope: null, create_at: created, expire_in: left() };
    },
    left,
    revoke() {
      pages.token = { value: `2.00Revoked${randomBytes(12).toString('hex')}`, endsAt: token().endsAt };
      book.save();
    },
    setLife(seconds) {
      pages.token = { value: token().value, endsAt: inSeconds(seconds) };
    },
    logInAs: codes.logInAs,
  };
}

function checkRequest(fields: URLSearchParams, siteUrl: string): void {
  if (fields.get('client_id') !== APPLICATION.key) throw new Refusal(21324, 'invalid_client');
  const returnTo = fields.get('redirect_uri') ?? '';
  if (URL.canParse(returnTo) && new URL(returnTo).origin === new URL(siteUrl).origin) return;
  throw new Refusal(21322, 'redirect_uri_mismatch');
}

function checkApplication(given: (name: string) => string): void {
  const isKnown = given('client_id') === APPLICATION.key && given('client_secret') === APPLICATION.secret;
  if (!isKnown) throw new Refusal(21324, 'invalid_client');
  if (given('grant_type') !== 'authorization_code') throw new Refusal(21328, 'unsupported_grant_type');
}

/** The page where the owner agrees, and the codes it gives out, each good once. */
function openCodes(clock: Clock, siteUrl: string) {
  const codes = new Map<string, Code>();
  let uid = UID;
  return {
    logInAs(other: string): void {
      uid = other;
    },
    decide(fields: URLSearchParams, agrees: boolean): string {
      checkRequest(fields, siteUrl);
      const returnTo = fields.get('redirect_uri') ?? '';
      const back = new URL(returnTo);
      const state = fields.get('state');
      if (state !== null) back.searchParams.set('state', state);
      if (!agrees) {
        back.searchParams.set('error', 'access_denied');
        back.searchParams.set('error_code', '21330');
        return back.href;
      }
      const code = randomBytes(16).toString('hex');
      codes.set(code, { returnTo, uid, endsAt: clock.now().getTime() + CODE_MS });
      back.searchParams.set('code', code);
      return back.href;
    },
    redeem({ method, fields }: ApiCall): Code {
      if (method !== 'POST') throw new Refusal(10021, 'HTTP METHOD is not suported for this request!');
      const given = (name: string) => fields.get(name) ?? '';
      checkApplication(given);
      const code = codes.get(given('code'));
      codes.delete(given('code'));
      if (!code || code.endsAt <= clock.now().getTime()) throw new Refusal(21325, 'invalid_grant');
      if (code.returnTo !== given('redirect_uri')) throw new Refusal(21322, 'redirect_uri_mismatch');
      return code;
    },
  };
}
