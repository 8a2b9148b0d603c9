/**
 * The one holder of an account's access token: kept in the vault, fetched once for all who wait, forced only when the
 * platform refused it. Normal mode of stable_token gives every holder of the secret the same token
 * (developers.weixin.qq.com, getStableAccessToken); a forced one kills it for all others.
 */
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Vault } from '../../src/channel/kind.ts';
import { after, minutes, seconds } from '../../src/clock.ts';
import { stopped } from './exchange.ts';

/** What a call needs of its attempt. */
export type Caller = Pick<Attempt, 'now' | 'signal' | 'log'>;

/** A token from the platform and the seconds it lasts. */
export interface Granted {
  readonly token: string;
  readonly lasts: number;
}

export interface TokenSource {
  readonly appid: string;
  readonly vault: Vault;
  ask(mode: 'normal' | 'forced', now: Date): Promise<Granted>;
}

interface Held {
  readonly appid: string;
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly renewAt: number;
  readonly forcedAt: number;
}

const FORCE_APART = seconds(30); // getStableAccessToken: force_refresh at least 30 s apart, 20 a day
const TOO_SOON = '45011';
const EARLY = minutes(4); // the platform renews 5 minutes before expiry: asking inside them gives the next token
const VAULT_NAME = 'access-token';

export class Tokens {
  readonly #source: TokenSource;
  #held: Held | null = null;
  #loaded = false;
  #flight: Promise<string> | null = null;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  /** A token good at `now`. Throws ChannelFailure. */
  current(caller: Caller): Promise<string> {
    const held = this.#held;
    if (held && isGood(held, caller.now)) return Promise.resolve(held.token);
    return this.#together(() => this.#fetch(caller.now), caller.signal);
  }

  /** Another token than the one the platform just refused. Throws ChannelFailure. */
  async renew(refused: string, caller: Caller): Promise<string> {
    const known = await this.current(caller);
    if (known !== refused) return known;
    return await this.#together(() => this.#replace(refused, caller.now), caller.signal);
  }

  #together(make: () => Promise<string>, signal: AbortSignal): Promise<string> {
    this.#flight ??= make().finally(() => {
      this.#flight = null;
    });
    return untilStopped(this.#flight, signal);
  }

  async #fetch(now: Date): Promise<string> {
    if (!this.#loaded) await this.#load();
    if (this.#held && isGood(this.#held, now)) return this.#held.token;
    return await this.#keep(await this.#source.ask('normal', now), now);
  }

  async #replace(refused: string, now: Date): Promise<string> {
    await this.#load(); // another process may have replaced it already
    const { token, forcedAt } = this.#held ?? { token: '', forcedAt: 0 };
    if (this.#held && token !== refused && isGood(this.#held, now)) return token;
    const apart = Math.abs(now.getTime() - forcedAt);
    if (apart >= FORCE_APART) {
      this.#held = { appid: this.#source.appid, token: '', renewAt: 0, forcedAt: now.getTime() };
      const forced = await this.#force(now);
      if (forced) return await this.#keep(forced, now);
    }
    const other = await this.#keep(await this.#source.ask('normal', now), now);
    if (other === refused) throw refusedAgain(after(now, apart < FORCE_APART ? FORCE_APART - apart : FORCE_APART));
    return other;
  }

  /** null when another holder has just forced one, whose answer may still be on its way to the vault. */
  async #force(now: Date): Promise<Granted | null> {
    try {
      return await this.#source.ask('forced', now);
    } catch (error) {
      if (error instanceof ChannelFailure && error.code === TOO_SOON) return null;
      throw error;
    }
  }

  async #keep({ token, lasts }: Granted, now: Date): Promise<string> {
    const early = Math.min(EARLY, seconds(lasts) / 2);
    const renewAt = now.getTime() + seconds(lasts) - early;
    this.#held = { appid: this.#source.appid, token, renewAt, forcedAt: this.#held?.forcedAt ?? 0 };
    await this.#source.vault.put(VAULT_NAME, JSON.stringify(this.#held));
    return token;
  }

  async #load(): Promise<void> {
    const stored = await this.#source.vault.get(VAULT_NAME);
    this.#loaded = true;
    const held = readHeld(stored);
    if (held?.appid === this.#source.appid) this.#held = held;
  }
}

function isGood(held: Held, now: Date): boolean {
  return held.token !== '' && now.getTime() < held.renewAt;
}

function readHeld(stored: string | null): Held | null {
  if (stored === null || stored === '') return null;
  try {
    return JSON.parse(stored) as Held;
  } catch {
    return null;
  }
}

function refusedAgain(retryAt: Date): ChannelFailure {
  const reason = '微信接口不接受刚取得的令牌，强制更换每 30 秒只许一次，稍后自动重试';
  return new ChannelFailure('limited', reason, { code: '40001', retryAt });
}

/** One waiter may leave; the flight goes on for the others. */
function untilStopped<T>(flight: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    flight.catch(() => {});
    return Promise.reject(stopped());
  }
  return new Promise((resolve, reject) => {
    const leave = () => reject(stopped());
    signal.addEventListener('abort', leave, { once: true });
    flight.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
