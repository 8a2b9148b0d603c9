/** What tests turn on the fake, and its rates: counted by the Beijing day, and told without being counted. */
import type { Appreciations } from './fake-figures.ts';
import { Refusal } from './fake-platform.ts';

/** The token is fake-oauth.ts's. */
export interface Knobs {
  /** Calls a day, or null for not counted. */
  callsPerDay: number | null;
  /** The code beyond them: 10023 for all calls of the user, 10024 for this call. */
  rateCode: 10023 | 10024;
  /** Calls of the day so far, by Beijing day. */
  readonly used: Map<string, number>;
  /** Seconds until the next post shows; 0 for at once. */
  slowNext: number;
  /** What readers have done with posts, by id. */
  readonly counts: Appreciations;
  /** Calls from now on whose answer is an empty body. */
  emptyNext: number;
  /** Whether the application has registered its domain (安全域名). */
  domainBound: boolean;
}

/** As the platform is every day. */
export function newKnobs(): Knobs {
  const rates = { callsPerDay: null, rateCode: 10023, used: new Map() } as const;
  return { ...rates, counts: new Map(), slowNext: 0, emptyNext: 0, domainBound: true };
}

/** Throws a Refusal beyond the calls of the day; a call that is refused for it is counted, too. */
export function countCall(knobs: Knobs, now: Date): void {
  const calls = (knobs.used.get(dayOf(now)) ?? 0) + 1;
  knobs.used.set(dayOf(now), calls);
  if (knobs.callsPerDay === null || calls <= knobs.callsPerDay) return;
  const text =
    knobs.rateCode === 10023 ? 'User requests out of rate limit!' : 'User requests for this API out of rate!';
  throw new Refusal(knobs.rateCode, text, 403);
}

const BEIJING_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Counted by the Beijing day; where nothing is counted there is always plenty. */
export function showRates({ callsPerDay, used: counted }: Knobs, now: Date): unknown {
  const used = counted.get(dayOf(now)) ?? 0;
  const most = callsPerDay ?? 15_000;
  const reset = Math.ceil((DAY_MS - ((now.getTime() + BEIJING_MS) % DAY_MS)) / 1000);
  const hits = { remaining_ip_hits: 15_000, remaining_user_hits: Math.max(0, most - used), user_limit: most };
  return {
    ip_limit: 15_000,
    limit_time_unit: callsPerDay === null ? 'HOURS' : 'DAYS',
    ...hits,
    reset_time_in_seconds: reset,
    api_rate_limits: [],
  };
}

function dayOf(now: Date): string {
  return new Date(now.getTime() + BEIJING_MS).toISOString().slice(0, 10);
}
