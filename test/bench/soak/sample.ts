/** What a soak looks at every ten seconds: the process from inside, the board from outside. */
import { stat } from 'node:fs/promises';
import type { Body } from '../../support/api.ts';
import type { Inside } from './inside.ts';
import { ask, type Office } from './office.ts';
import type { Running } from './service.ts';

export interface Sample {
  /** Minutes since the load began. */
  readonly minute: number;
  /** Which life of the process: 1 before the first kill. */
  readonly life: number;
  /** null while it is down. */
  readonly inside: Inside | null;
  /** The store's file; null for a server's. */
  readonly storeMiB: number | null;
  readonly board: Board | null;
}

export interface Board {
  /** Deliveries that are not over; at most one page of each state. */
  readonly open: number;
  readonly settling: number;
  readonly stuck: number;
  /** How long the oldest of what is due has been due, in s. */
  readonly oldestDue: number;
  readonly isPaused: boolean;
}

const STATES = ['waiting', 'sending', 'settling', 'stuck'] as const;

export interface Look {
  readonly service: Running;
  readonly office: Office;
  readonly minute: number;
  readonly collect: boolean;
  /** The store's file; null for a server's. */
  readonly file: string | null;
}

export async function takeSample({ service, office, minute, collect, file }: Look): Promise<Sample> {
  const inside = await service.look(collect);
  const storeMiB = file === null ? null : (await stat(file)).size / 2 ** 20;
  return { minute, life: service.starts, inside, storeMiB, board: inside && (await readBoard(office)) };
}

export async function readBoard({ checker }: Office): Promise<Board | null> {
  const asked = STATES.map((state) => ask(checker.get(`/api/deliveries?limit=200&state=${state}`)));
  const [sending, ...answers] = [await ask(checker.get('/api/sending')), ...(await Promise.all(asked))];
  if (!sending || answers.some((answer) => answer?.status !== 200)) return null;
  const [waiting = [], inHand = [], settling = [], stuck = []] = answers.map(
    (answer) => (answer?.body.items ?? []) as readonly Body[],
  );
  const open = [...waiting, ...inHand, ...settling];
  // What is being sent is due when its lease ends: late only if nobody took it over. What waits for another is not late.
  const ids = new Set([...open, ...stuck].map(({ id }) => id));
  const free = open.filter(({ after }) => !after.some((id: string) => ids.has(id)));
  const since = free.map(({ dueAt }) => (Date.now() - Date.parse(dueAt)) / 1000);
  const isPaused = sending.body.isOn as boolean;
  const oldestDue = Math.max(0, ...since);
  return { open: open.length, settling: settling.length, stuck: stuck.length, oldestDue, isPaused };
}

/** Of a minute, for the table: its last sample, its worst delay. */
export function showMinute(samples: readonly Sample[]): Readonly<Record<string, string | number>> {
  const last = samples.findLast(({ inside }) => inside !== null);
  const collected = samples.findLast(({ inside }) => inside?.isCollected);
  const worst = (read: (inside: Inside) => number) =>
    Math.max(...samples.map(({ inside }) => (inside ? read(inside) : 0))).toFixed(0);
  return {
    minute: last?.minute.toFixed(1) ?? '–',
    life: last?.life ?? '–',
    'RSS MiB': last?.inside?.rss.toFixed(0) ?? '–',
    'heap MiB after gc': collected?.inside?.heap.toFixed(1) ?? '–',
    'threads’ heap MiB': last?.inside?.threadsHeap.toFixed(1) ?? '–',
    'store MiB': last?.storeMiB?.toFixed(0) ?? '–',
    'delay p99 ms': worst(({ delayP99 }) => delayP99),
    'delay max ms': worst(({ delayMax }) => delayMax),
    handles: last?.inside?.handles ?? '–',
    open: last?.board?.open ?? '–',
    settling: last?.board?.settling ?? '–',
    'oldest due s': last?.board?.oldestDue.toFixed(0) ?? '–',
  };
}

export function toCsv(samples: readonly Sample[]): string {
  const head =
    'minute,life,store,rss,heap,collected,threads,external,p50,p99,max,handles,open,settling,stuck,oldestDue,paused';
  const rows = samples.map(({ minute, life, storeMiB, inside: i, board: b }) =>
    [
      ...[minute.toFixed(2), life, storeMiB, i?.rss, i?.heap, i?.isCollected, i?.threadsHeap, i?.external],
      ...[i?.delayP50, i?.delayP99, i?.delayMax],
      ...[i?.handles, b?.open, b?.settling, b?.stuck, b?.oldestDue, b?.isPaused],
    ].join(','),
  );
  return `${[head, ...rows].join('\n')}\n`;
}
