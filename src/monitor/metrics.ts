/**
 * What a collector reads from /metrics (prometheus.io/docs/instrumenting/exposition_formats): what happens in this
 * process, and counts of what stands in the store (open-counts.ts). Labels are accounts, states, kinds and routes: no names of people, no ids, no texts.
 */
import { Counter, collectDefaultMetrics, Histogram, Registry } from '@prometheus-io/client';
import { followTries, type TryTold } from '../channel/tell-try.ts';
import type { Clock } from '../clock.ts';
import type { Measured } from '../http/track-request.ts';
import type { Database } from '../store/collection.ts';
import { openCounts } from './open-counts.ts';

export interface Metering {
  readonly db: Database;
  readonly clock: Clock;
  readonly accounts: readonly { readonly id: string }[];
  /** Collections whose records carry lines. */
  readonly telling: readonly string[];
  /** How each source of signals is doing. */
  sources(): Promise<readonly SourceMetered[]>;
}

export interface SourceMetered {
  readonly account: string;
  readonly state: string;
  /** When it was last read, or null. */
  readonly okAt: Date | null;
}

export interface Metrics {
  readonly contentType: string;
  /** Everything, in the text format. */
  read(): Promise<string>;
  measure(request: Measured): void;
  /** Stops counting. */
  close(): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function openMetrics(metering: Metering): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const http = new Histogram({
    ...{
      name: 'sanwei_http_request_duration_seconds',
      help: 'Time to answer, by method, route and status.',
      registers,
    },
    ...{ labelNames: ['method', 'route', 'status'] as const, buckets: SECONDS },
  });
  const tries = new Counter({
    ...{ name: 'sanwei_tries_total', help: 'Calls to platforms made by this process, by how they ended.', registers },
    labelNames: ['account', 'action', 'outcome'] as const,
  });
  const unfollow = followTries(({ account, action, outcome }: TryTold) => tries.inc({ account, action, outcome }));
  const count = openCounts(metering, registry);
  return {
    contentType: registry.contentType,
    async read() {
      await count();
      return `${await registry.metrics()}\n${await processMetrics().metrics()}`;
    },
    measure: ({ method, route, status, ms }) => http.observe({ method, route, status: String(status) }, ms / 1000),
    close: unfollow,
  };
}

let ofProcess: Registry | null = null;

/** Memory, processor time, event loop: one set for the process, however many services run in it. */
function processMetrics(): Registry {
  if (ofProcess) return ofProcess;
  ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  return ofProcess;
}
