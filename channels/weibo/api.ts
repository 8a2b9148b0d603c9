/**
 * Calls on the platform: a POST changes something, a GET only looks. Each takes one of the day's calls, tries once and throws
 * ChannelFailure with our own words (errors.ts); the token travels in the form, and in the query only where the platform
 * knows no other way.
 */
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Tools } from '../../src/channel/kind.ts';
import { toMinute } from '../../src/clock.ts';
import { findAuthorisation } from './authorisation.ts';
import type { Purpose, Reading } from './budget.ts';
import { isNotCounted, lookingFailure } from './errors.ts';
import { type Fields, toForm, type Upload } from './form.ts';
import { type KeptBudget, keepBudget } from './keep-budget.ts';
import { openLine } from './line.ts';
import { openLockout } from './lockout.ts';
import { untilReset } from './rate.ts';
import { readAnswer } from './read-answer.ts';
import type { Settings } from './settings.ts';

export interface Api {
  /** A call that changes something; a doubtful end is 'uncertain'. `host` is the platform's unless told. */
  change(path: string, fields: Fields, attempt: Attempt, extra?: { pic?: Upload; host?: string }): Promise<unknown>;
  /** A call that only looks what became of an order; a doubtful end is 'unreachable': looked again later. */
  look(path: string, query: Fields, attempt: Attempt): Promise<unknown>;
  /** A call that reads what the public wrote: 'limited' as well when the budget has none left for it now. */
  read(purpose: Reading, path: string, query: Fields, attempt: Attempt): Promise<unknown>;
  /** oauth2/get_token_info, which looks but is a POST. */
  tokenInfo(attempt: Attempt): Promise<unknown>;
  /** account/rate_limit_status, which the platform does not count. */
  rates(attempt: Attempt): Promise<unknown>;
  /** oauth2/access_token, before there is a token. */
  exchange(fields: Fields, attempt: Attempt): Promise<unknown>;
  readonly allowances: KeptBudget['allowances'];
  close(): void;
}

export function openApi(settings: Settings, { vault, counters }: Pick<Tools, 'vault' | 'counters'>): Api {
  const { ENDPOINT, CONNECT_TIMEOUT_MS, ANSWER_TIMEOUT_MS } = settings;
  const line = openLine({ connectMs: CONNECT_TIMEOUT_MS, answerMs: ANSWER_TIMEOUT_MS });
  const budget = keepBudget(settings, counters);
  const lockout = openLockout();
  async function token({ now }: Attempt): Promise<string> {
    const found = await findAuthorisation(settings, vault);
    if (!found) throw new ChannelFailure('locked-out', '本账号还没有微博授权，请管理员连接本账号');
    const { endsAt } = found;
    if (endsAt === null || endsAt > now) return found.token;
    throw new ChannelFailure('locked-out', `微博授权已于 ${toMinute(endsAt)} 到期，请管理员用本账号重新授权`);
  }
  async function post(address: string, fields: Fields, { signal, now }: Attempt, pic?: Upload): Promise<unknown> {
    const { type, body } = await toForm(fields, pic);
    return readAnswer(await line.exchange({ method: 'POST', url: new URL(address), type, body, signal }), now);
  }
  async function get(path: string, query: Fields, attempt: Attempt): Promise<unknown> {
    const { signal, now } = attempt;
    const given = new URLSearchParams({ access_token: await token(attempt), ...query });
    const url = new URL(`${ENDPOINT}/2/${path}.json?${given}`);
    return readAnswer(await line.exchange({ method: 'GET', url, type: null, body: null, signal }), now);
  }
  const rates = (attempt: Attempt) => looking(get('account/rate_limit_status', {}, attempt));
  async function counted(purpose: Purpose, attempt: Attempt, call: () => Promise<unknown>): Promise<unknown> {
    await budget.take(purpose, attempt.now);
    try {
      return await call();
    } catch (error) {
      if (isNotCounted(error)) await budget.giveBack(purpose, attempt.now);
      else lockout.heed(error, attempt.now);
      throw await untilReset(error, () => rates(attempt), attempt.now);
    }
  }
  async function change(attempt: Attempt, call: () => Promise<unknown>): Promise<unknown> {
    lockout.check(attempt.now);
    return await cleared(counted('post', attempt, call));
  }
  async function cleared(call: Promise<unknown>): Promise<unknown> {
    const answer = await call;
    lockout.clear();
    return answer;
  }
  async function signed(address: string, fields: Fields, attempt: Attempt, pic?: Upload): Promise<unknown> {
    return await post(address, { access_token: await token(attempt), ...fields }, attempt, pic);
  }
  return {
    change: (path, fields, attempt, { pic, host = ENDPOINT } = {}) =>
      change(attempt, () => signed(`${host}/2/${path}.json`, fields, attempt, pic)),
    look: (path, query, attempt) => looking(counted('look', attempt, () => get(path, query, attempt))),
    read: (purpose, path, query, attempt) => looking(counted(purpose, attempt, () => get(path, query, attempt))),
    tokenInfo: (attempt) =>
      looking(cleared(counted('look', attempt, () => signed(`${ENDPOINT}/oauth2/get_token_info`, {}, attempt)))),
    rates,
    exchange: (fields, attempt) => cleared(post(`${ENDPOINT}/oauth2/access_token`, fields, attempt)),
    allowances: budget.allowances,
    close: line.close,
  };
}

async function looking<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof ChannelFailure ? lookingFailure(error) : error;
  }
}
