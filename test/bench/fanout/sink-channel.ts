/** One account on the sink, as an adapter: posts once, looks by asking the sink for the key. */
import type { Channel } from '../../../src/channel/contract.ts';
import { networkFailure } from '../../../src/channel/network-failure.ts';
import { after, seconds } from '../../../src/clock.ts';
import type { Poster } from './open-poster.ts';

/** How long a lost post may still show up before its absence is proof: what a loopback socket holds is read long before. */
const SETTLE_MS = seconds(1);

export function sinkChannel({ id, atOnce }: { readonly id: string; readonly atOnce: number }, poster: Poster): Channel {
  const quiet = { title: null, reply: null, repliesPerComment: null, quotas: [], readBack: null } as const;
  return {
    id,
    limits: { ...quiet, countText: (text) => text.length, atOnce, correction: 'replace' },
    render: () => ({ fits: false, misfits: [] }),
    async publish({ payload }, { key, signal }) {
      try {
        const ref = await poster.post({ key, body: String(payload.body) }, signal);
        return { state: 'done', ref, url: null };
      } catch (error) {
        throw networkFailure(error);
      }
    },
    async find({ lastTriedAt }, { key, now }) {
      const ref = await poster.find(key).catch((error: unknown) => {
        throw networkFailure(error);
      });
      if (ref) return { seen: 'done', ref, url: null };
      const settled = after(lastTriedAt, SETTLE_MS);
      return now < settled ? { seen: 'working', lookAt: settled } : { seen: 'absent' };
    },
  };
}
