/**
 * The one holder of an account's access token: kept in the vault, fetched once for all who wait, in this process and others,
 * forced only when the platform refused it. Normal mode of stable_token gives every holder of the secret the same token
 * (developers.weixin.qq.com, getStableAccessToken); a forced one kills it for all others.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Vault } from '../../src/channel/kind.ts';
import { after, minutes, seconds } from '../../src/clock.ts';
import { stopped } from './exchange.ts';
import { type Held, type Seen, TokenShelf } from './token-shelf.ts';

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
  /** How long asking may take: a process that has been at it for longer is gone. */
  readonly patienceMs: number;
  ask(mode: 'normal' | 'forced', now: Date): Promise<Granted>;
}

const FORCE_APART = seconds(30); // getStableAccessToken: force_refresh at least 30 s apart, 20 a day
const NOT_FORCED = new Set(['45009', '45011']); // the day's 20 are used up, or another was forced just now
const EARLY = minutes(4); // the platform renews 5 minutes before expiry: asking inside them gives the next token
const LOOK_EVERY_MS = 50;

export class Tokens {
  readonly #source: TokenSource;
  readonly #shelf: TokenShelf;
  #held: Held | null = null;
  #flight: Promise<string> | null = null;

  constructor(source: TokenSource) {
    this.#source = source;
    this.#shelf = new TokenShelf(source.vault, source.appid);
  }

  /** A token good at `now`. Throws ChannelFailure. */
  current(caller: Caller): Promise<string> {
    const held = this.#held;
    if (held && isGood(held, caller.now)) return Promise.resolve(held.token);
    return this.#together(() => this.#obtain(null, caller.now), caller.signal);
  }

  /** Another token than the one the platform just refused. Throws ChannelFailure. */
  async renew(refused: string, caller: Caller): Promise<string> {
    const known = await this.current(caller);
    if (known !== refused) return known;
    return await this.#together(() => this.#obtain(refused, caller.now), caller.signal);
  }

  #together(make: () => Promise<string>, signal: AbortSignal): Promise<string> {
    this.#flight ??= make().finally(() => {
      this.#flight = null;
    });
    return untilStopped(this.#flight, signal);
  }

  /** What another process has fetched meanwhile or is fetching, else one of our own. */
  async #obtain(refused: string | null, now: Date): Promise<string> {
    for (let waits = this.#source.patienceMs / LOOK_EVERY_MS; ; waits--) {
      const seen = await this.#shelf.read();
      const { held } = seen;
      if (held.token !== refused && isGood(held, now)) {
        this.#held = held;
        return held.token;
      }
      const isAsked = Math.abs(now.getTime() - held.askedAt) < this.#source.patienceMs;
      if (!isAsked || waits <= 0) {
        const isForced = refused !== null && Math.abs(now.getTime() - held.forcedAt) >= FORCE_APART;
        const begun = { token: '', askedAt: now.getTime(), ...(isForced && { forcedAt: now.getTime() }) };
        const claimed = await this.#shelf.change(seen, begun);
        if (claimed) return await this.#fetch(claimed, { mode: isForced ? 'forced' : 'normal', refused, now });
      }
      await pause(LOOK_EVERY_MS);
    }
  }

  async #fetch(claimed: Seen, { mode, refused, now }: Asking): Promise<string> {
    let granted: Granted | null = null;
    try {
      granted = await this.#ask(mode, now);
    } finally {
      if (!granted) await this.#shelf.change(claimed, { askedAt: 0 });
    }
    const { token, lasts } = granted;
    const renewAt = now.getTime() + seconds(lasts) - Math.min(EARLY, seconds(lasts) / 2);
    const kept = await this.#shelf.change(claimed, { token, renewAt, askedAt: 0 });
    this.#held = { ...(kept ?? claimed).held, token, renewAt };
    if (token === refused) throw refusedAgain(claimed.held, now);
    return token;
  }

  /** Where another system of the office has forced one, the normal mode gives that very token. */
  async #ask(mode: 'normal' | 'forced', now: Date): Promise<Granted> {
    try {
      return await this.#source.ask(mode, now);
    } catch (error) {
      if (mode === 'forced' && error instanceof ChannelFailure && NOT_FORCED.has(error.code)) {
        return await this.#source.ask('normal', now);
      }
      throw error;
    }
  }
}

interface Asking {
  readonly mode: 'normal' | 'forced';
  /** The token the platform no longer takes, or null. */
  readonly refused: string | null;
  readonly now: Date;
}

function isGood(held: Held, now: Date): boolean {
  return held.token !== '' && now.getTime() < held.renewAt;
}

function refusedAgain({ forcedAt }: Held, now: Date): ChannelFailure {
  const reason = '微信接口不接受刚取得的令牌，强制更换每 30 秒只许一次，稍后自动重试';
  const since = Math.abs(now.getTime() - forcedAt);
  const retryAt = after(now, since < FORCE_APART && since > 0 ? FORCE_APART - since : FORCE_APART);
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
