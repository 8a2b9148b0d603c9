/**
 * What suggestions are worth beside a plain bigram search, on real answered messages: `npm run bench:suggestions [-- --file x.ndjson
 * --show 5]`. Each message sees only answers given before it was written. What counts as relevant, and how weak that is,
 * stands in relevance.ts.
 */
import { parseArgs } from 'node:util';
import { substanceOf } from '../../../src/search/substance.ts';
import { suggest } from '../../../src/search/suggest.ts';
import { TermIndex } from '../../../src/search/term-index.ts';
import { type Answered, readAnswered } from './answered.ts';
import { plainSearch } from './plain.ts';
import { relevantOf, strictnesses } from './relevance.ts';

const TOP = 5;
const { values } = parseArgs({ options: { file: { type: 'string' }, show: { type: 'string', default: '0' } } });
const messages = await readAnswered(values.file);

type Ranker = (message: Answered, i: number) => readonly number[];

/** Indexed once with all answers: what was not yet given is left out by its time, as rarity is that of the whole. */
function ours(): Ranker {
  const index = new TermIndex();
  for (const [i, { title, text, reply }] of messages.entries())
    index.put(String(i), { title, body: text, answer: reply });
  const cards = messages.map(({ reply, repliedAt }) => {
    const about = { kind: 'answer', column: null, topic: null, changedAt: repliedAt } as const;
    return { ...about, at: repliedAt, substance: substanceOf(reply) };
  });
  const shelf = { index, card: (slot: number) => cards[slot] ?? null };
  return ({ title, text, at }) => {
    const found = suggest(shelf, { title, text, before: at, exceptTopics: new Set() }, 'answer', TOP + 1);
    return found.map(({ id }) => Number(id));
  };
}

function plain(): Ranker {
  const search = plainSearch(messages);
  return (message) => {
    const scores = search(message);
    const earlier = messages.flatMap(({ repliedAt }, j) => (repliedAt < message.at && (scores[j] ?? 0) > 0 ? [j] : []));
    return earlier.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  };
}

function rankAll(ranker: Ranker) {
  const began = performance.now();
  const tops = messages.map((message, i) =>
    ranker(message, i)
      .filter((j) => j !== i)
      .slice(0, TOP),
  );
  return { tops, ms: (performance.now() - began) / messages.length };
}

const rankers = { suggestions: rankAll(ours()), 'plain bigrams': rankAll(plain()) };
console.log(`${messages.length} messages; five suggested earlier answers for each, none given after it was written`);
console.log(
  'recall@5: relevant answers among the five, of those there are (at most five); hit@5: messages with at least one\n',
);
for (const strictness of strictnesses) {
  const relevant = relevantOf(messages, strictness);
  const measured = messages.flatMap((_, i) => ((relevant[i]?.size ?? 0) > 0 ? [i] : []));
  const pairs = measured.reduce((sum, i) => sum + (relevant[i]?.size ?? 0), 0);
  console.log(`relevant by ${strictness.name}: ${measured.length} messages, ${pairs} pairs`);
  for (const [name, { tops }] of Object.entries(rankers)) {
    const found = measured.map((i) => (tops[i] ?? []).filter((j) => relevant[i]?.has(j)).length);
    const hits = found.filter((n) => n > 0).length;
    const recall = measured.reduce((sum, i, n) => sum + (found[n] ?? 0) / Math.min(TOP, relevant[i]?.size ?? 1), 0);
    const figures = `recall@5 ${(recall / measured.length).toFixed(3)}   hit@5 ${hits}/${measured.length}`;
    console.log(`  ${name.padEnd(14)} ${figures} (${(hits / measured.length).toFixed(3)})`);
  }
}
for (const [name, { ms }] of Object.entries(rankers)) console.log(`${name}: ${ms.toFixed(1)} ms a message`);

for (let n = 0; n < Number(values.show); n++) {
  const i = Math.floor(((n + 0.5) * messages.length) / Number(values.show));
  console.log(`\n${messages[i]?.title}`);
  for (const j of rankers.suggestions.tops[i] ?? [])
    console.log(`  ${messages[j]?.title} | ${messages[j]?.reply.slice(0, 60)}`);
}
