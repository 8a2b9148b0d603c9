/**
 * What sorting costs, and how that grows: `npm run bench:sorting -- --sizes 4326,43260 --data ../shared/data/citizen-messages.ndjson`.
 * Through the real stage on the embedded store, and the rule apart (no store at all). Processor time, since machines are shared.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { aSignal, type IncomingSignal } from '../../../src/signal/signal.ts';
import { takeSignals } from '../../../src/signal/take-signals.ts';
import { Candidates } from '../../../src/topic/candidates.ts';
import { gistOf, toSample } from '../../../src/topic/gist.ts';
import { wordsOf } from '../../../src/topic/keys-of.ts';
import { sortSignal } from '../../../src/topic/sort-rule.ts';
import { sortSignals } from '../../../src/topic/sort-signals.ts';
import { topicsOf } from '../../../src/topic/topic.ts';
import { Vocabulary } from '../../../src/topic/vocabulary.ts';
import { openDesk } from '../../topic/open-desk.ts';
import { grow, type Message } from './grow.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '4326,43260' },
    data: { type: 'string', default: '../shared/data/citizen-messages.ndjson' },
    only: { type: 'string', default: 'rule,stage' },
  },
});
const now = new Date('2020-02-01T09:00:00+08:00');
const CHUNK = 5_000;

const messages: readonly Message[] = readFileSync(values.data, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .map(({ id, title, text, at }) => ({ ref: id, title, text, writtenAt: new Date(at) }))
  .toSorted((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime());

const incoming = (message: Message): IncomingSignal => ({
  ...{ account: 'board', kind: 'message', author: { id: '', name: '' }, post: null, release: null },
  ...message,
});

interface Measured {
  readonly size: number;
  readonly seconds: number;
  readonly topics: number;
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Deciding alone: words, vocabulary, candidates, rule. */
async function measureRule(size: number): Promise<Measured> {
  const vocabulary = new Vocabulary();
  const candidates = new Candidates(vocabulary);
  const from = cpu();
  let topics = 0;
  for (const message of grow(messages, size)) {
    const signal = aSignal(incoming(message), { now, by: 'system', import: null });
    const words = wordsOf(signal);
    const gist = gistOf(vocabulary.learn(words), vocabulary);
    const decision = sortSignal({ signal, words, gist }, candidates.near(signal, gist), vocabulary);
    if (decision.decision === 'joined') candidates.extend(decision.topic, gist, message.writtenAt);
    if (decision.decision !== 'opened') continue;
    topics += 1;
    const known = { _id: message.ref, title: message.title, post: null, account: 'board', lastAt: message.writtenAt };
    candidates.add({ ...known, samples: [toSample(gist)] });
  }
  return { size, seconds: cpu() - from, topics };
}

/** Only the stage is counted, not the taking in. */
async function measureStage(size: number): Promise<Measured> {
  const desk = await openDesk();
  let seconds = 0;
  let chunk: IncomingSignal[] = [];
  const flush = async () => {
    await takeSignals(desk.db, chunk, { now, by: 'system', import: null });
    chunk = [];
    const from = cpu();
    await sortSignals(desk, now);
    seconds += cpu() - from;
  };
  for (const message of grow(messages, size)) {
    chunk.push(incoming(message));
    if (chunk.length === CHUNK) await flush();
  }
  await flush();
  const topics = await topicsOf(desk.db).countDocuments({ state: 'open' });
  await desk.close();
  return { size, seconds, topics };
}

/** Slope of a line through the logarithms: 1 is proportional. */
function exponentOf(measured: readonly Measured[]): number {
  const points = measured.map(({ size, seconds }) => [Math.log(size), Math.log(seconds)] as const);
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  return above / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
}

for (const [name, measure] of [
  ['rule', measureRule],
  ['stage', measureStage],
] as const) {
  if (!values.only.includes(name)) continue;
  const measured: Measured[] = [];
  // The dictionary is read before anything is timed.
  if (measured.length === 0) await measureRule(200);
  for (const size of values.sizes.split(',').map(Number)) {
    const one = await measure(size);
    measured.push(one);
    const each = ((one.seconds / size) * 1000).toFixed(2);
    const rss = (process.memoryUsage().rss / 1e6).toFixed(0);
    console.log(
      `${name.padEnd(6)} ${size} messages: ${one.seconds.toFixed(1)} s CPU, ${each} ms each, ${one.topics} topics, ${rss} MB`,
    );
  }
  if (measured.length > 1) console.log(`${name.padEnd(6)} grows with exponent ${exponentOf(measured).toFixed(3)}`);
}
