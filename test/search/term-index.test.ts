import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TermIndex } from '../../src/search/term-index.ts';
import { countsOf, pairsIn } from '../../src/text/pairs.ts';

const WEIGHTS = { title: 1, body: 1, answer: 1 };
const text = fc.string({ unit: fc.constantFrom(...'水电路桥学校医院'), maxLength: 12 });
const written = fc.record({ title: text, body: text, answer: text });
const acts = fc.array(fc.record({ id: fc.nat(8).map(String), what: fc.option(written, { freq: 3 }) }), {
  maxLength: 40,
});

function rankOf(index: TermIndex, question: string): readonly string[] {
  const { score } = index.score(countsOf(pairsIn(question)), WEIGHTS);
  const found = [...score].flatMap((value, slot) => (value > 0 ? [{ value, id: index.idAt(slot) }] : []));
  return found
    .filter(({ id }) => id !== null)
    .sort((a, b) => b.value - a.value || String(a.id).localeCompare(String(b.id)))
    .map(({ id }) => String(id));
}

describe('index of terms', () => {
  it('finds, after any puts and removals, exactly the documents that have a term', () => {
    fc.assert(
      fc.property(
        acts,
        fc.string({ unit: fc.constantFrom(...'水电路桥'), minLength: 2, maxLength: 2 }),
        (list, pair) => {
          const index = new TermIndex();
          const kept = new Map<string, { title: string; body: string; answer: string }>();
          for (const { id, what } of list) {
            if (what) index.put(id, what);
            else index.remove(id);
            if (what) kept.set(id, what);
            else kept.delete(id);
          }
          const having = [...kept].filter(([, { title, body, answer }]) =>
            [title, body, answer].some((one) => one.includes(pair)),
          );
          assert.deepEqual([...rankOf(index, pair)].sort(), having.map(([id]) => id).sort());
          assert.equal(index.size, kept.size);
        },
      ),
    );
  });

  it('ranks by BM25: rare before common, short before long', () => {
    const index = new TermIndex();
    for (let i = 0; i < 20; i++) index.put(`common${i}`, { title: '', body: '停水通知', answer: '' });
    index.put('rare', { title: '', body: '断桥', answer: '' });
    index.put('long', { title: '', body: `断桥${'其他内容若干'.repeat(20)}`, answer: '' });
    assert.deepEqual(rankOf(index, '断桥 停水').slice(0, 2), ['rare', 'long']);
    // By hand: 22 documents, two of them with 断桥: ln(1 + 20.5 / 2.5).
    assert.ok(Math.abs(index.weightOf('断桥') - Math.log(9.2)) < 1e-9);
    assert.equal(index.weightOf('没有'), 0);
  });

  it('stays the same when many documents were replaced', () => {
    const [busy, fresh] = [new TermIndex(), new TermIndex()];
    const document = (i: number) => ({
      title: `第${'甲乙丙丁'[i % 4]}组`,
      body: '停水'.repeat(1 + (i % 3)),
      answer: '',
    });
    for (let round = 0; round < 60; round++) for (let i = 0; i < 30; i++) busy.put(String(i), document(i + round));
    for (let i = 0; i < 30; i++) fresh.put(String(i), document(i + 59));
    assert.deepEqual(rankOf(busy, '停水'), rankOf(fresh, '停水'));
    assert.equal(busy.slotOf('0') !== null, true);
  });
});
