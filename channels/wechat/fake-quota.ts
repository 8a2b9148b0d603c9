/** What is left of the day's calls (openapi/quota/get), from the counts of fake-login.ts. */
import { toDay } from '../../src/clock.ts';
import { type FakeHandler, FakeRefusal, OK, textIn } from './fake-call.ts';

export const quotaHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/openapi/quota/get': {
    method: 'POST',
    takes: 'json',
    handle({ state, knobs, clock }, { body }) {
      const path = textIn(body, 'cgi_path');
      const daily_limit = knobs.quotas[path];
      if (daily_limit === undefined) throw new FakeRefusal(76021, 'cgi_path not found');
      const used = state.calls.day === toDay(clock.now()) ? (state.calls.counts[path] ?? 0) : 0;
      const quota = { daily_limit, used, remain: Math.max(0, daily_limit - used) };
      return { ...OK, quota, rate_limit: { call_count: 0, refresh_second: 60 } };
    },
  },
};
