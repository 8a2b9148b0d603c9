/**
 * What searching costs on the embedded store: `npm run bench:search -- --documents 10000`. The documents are made from the real answered
 * messages where they are there, each mixed from three of them, else from made-up sentences.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineClock } from '../../../src/clock.ts';
import { allIndexes } from '../../../src/indexes.ts';
import { openSearch } from '../../../src/search/open-search.ts';
import { type SearchRow, searchRowsOf } from '../../../src/search/search-row.ts';
import { ensureIndexes } from '../../../src/store/ensure-indexes.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { quantile } from '../fanout/spread.ts';
import { type Answered, readAnswered } from '../suggestions/answered.ts';

const { values } = parseArgs({ options: { documents: { type: 'string', default: '10000' } } });
const documents = Number(values.documents);
const ROUNDS = 40;
const QUESTIONS = [
  '公积金',
  '停水',
  '农村医疗保险 报销',
  '小学入学',
  '市长',
  '的',
  '关于加强道路交通管理的通知',
  '水',
  '没有这样的词语',
  '2018',
];

const madeUp = (): readonly Answered[] =>
  Array.from({ length: 200 }, (_, i) => {
    const words = ['公积金', '停水', '道路施工', '小学入学', '医疗保险', '路灯', '垃圾清运', '户口'];
    const one = `${words[i % 8]}${words[(i * 3 + 1) % 8]}第${i}号`;
    const at = new Date(Date.UTC(2018, 0, 1 + i));
    return {
      id: String(i),
      title: one,
      text: `${one}的情况。`.repeat(20),
      reply: `${one}已办理。`.repeat(20),
      at,
      repliedAt: at,
    };
  });

const source = await readAnswered().catch(madeUp);
const pick = (i: number): Answered => source[i % source.length] as Answered;

function rowOf(i: number): SearchRow {
  const [one, two, three] = [pick(i), pick(i * 7 + 3), pick(i * 13 + 5)];
  const half = (text: string, n: number) => text.slice((text.length * (n % 2)) / 2, (text.length * ((n % 2) + 1)) / 2);
  const isRelease = i % 2 === 0;
  return {
    ...{
      _id: `${isRelease ? 'release' : 'earlier'}:${i}`,
      kind: isRelease ? 'release' : 'answer',
      title: `${one.title}${i}`,
    },
    ...{
      body: `${half(one.text, i)}${half(two.reply, i)}`,
      answer: isRelease ? '' : `${half(one.reply, i)}${half(three.reply, i)}`,
    },
    ...{ column: isRelease ? 'notices' : null, at: one.repliedAt, path: null, topic: null, means: null, gone: false },
    changedAt: new Date(1_500_000_000_000 + i * 1000),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'sanwei-search-'));
const { db, close } = await openDatabase(`file:${join(folder, 'bench.db')}`);
await ensureIndexes(db, allIndexes);
for (let at = 0; at < documents; at += 500) {
  await searchRowsOf(db).insertMany(Array.from({ length: Math.min(500, documents - at) }, (_, i) => rowOf(at + i)));
}
globalThis.gc?.();
const before = process.memoryUsage();
const search = openSearch(db, machineClock);
const began = performance.now();
await search.warm();
const warm = performance.now() - began;
globalThis.gc?.();
const memory = process.memoryUsage();
const used = memory.heapUsed + memory.arrayBuffers - before.heapUsed - before.arrayBuffers;
console.log(`${documents.toLocaleString('en')} documents on the embedded store, ${source.length} texts mixed`);
const each = used / documents / 1000;
console.log(
  `taken into memory in ${(warm / 1000).toFixed(2)} s, ${(used / 1e6).toFixed(0)} MB (${each.toFixed(1)} kB each)`,
);
await search.find({ text: '先载入词典', kinds: ['release'], skip: 0, limit: 1 });

const all: number[] = [];
for (const text of QUESTIONS) {
  const times: number[] = [];
  let total = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    const found = await search.find({ text, kinds: ['release', 'answer'], skip: 0, limit: 20 });
    times.push(performance.now() - start);
    total = found.total;
  }
  all.push(...times);
  print(`${text} (${total})`, times);
}
print('all questions', all);
const suggesting: number[] = [];
for (let i = 0; i < ROUNDS; i++) {
  const { title, text } = pick(i * 31);
  const start = performance.now();
  await search.suggest({ title, text, before: new Date('2030-01-01'), exceptTopics: new Set() }, 5);
  suggesting.push(performance.now() - start);
}
print('five answers and releases for a message', suggesting);
await close();
await rm(folder, { recursive: true, force: true });

function print(what: string, times: readonly number[]): void {
  const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)];
  console.log(
    `${what.padEnd(24, '　')} p50 ${half.toFixed(1)} ms   p95 ${most.toFixed(1)} ms   worst ${Math.max(...times).toFixed(1)} ms`,
  );
}
