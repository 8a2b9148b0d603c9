import assert from 'node:assert/strict';
import { ledgerIndexes } from '../../src/ledger/ledger.ts';
import { aLine } from '../../src/ledger/line.ts';
import { sealIndexes } from '../../src/ledger/seal.ts';
import { countFigures } from '../../src/statistics/count-figures.ts';
import { foldIndexes } from '../../src/statistics/first-line.ts';
import { readPeriod } from '../../src/statistics/period.ts';
import { openStore } from '../support/open-store.ts';
import { answered, linesBehind, logged, on, published, rules, tell, valuesIn } from './on-ledger.ts';

describe('countFigures', () => {
  const store = openStore(ledgerIndexes, sealIndexes, foldIndexes);
  const given = (...lines: Parameters<typeof tell>[1][]) => tell(store().db, ...lines);
  const values = (period: string) => valuesIn(store().db, period);

  it('counts an item once across channels, and each post of it', async () => {
    await given(
      published('r1', 'website', { day: '2018-07-01' }),
      published('r1', 'wechat', { day: '2018-07-02' }),
      published('r1', 'weibo', { day: '2018-07-03' }),
      published('r2', 'website', { day: '2018-07-03' }),
    );
    const { items, ...others } = await values('2018-07');
    assert.equal(items, 2);
    assert.deepEqual(Object.fromEntries(Object.entries(others).filter(([id]) => id.startsWith('posts:'))), {
      'posts:website': 2,
      'posts:wechat': 1,
      'posts:weibo': 1,
    });
  });

  it('counts an item in the month of its first publication, though a channel came a month later', async () => {
    await given(published('r1', 'website', { day: '2018-07-31' }), published('r1', 'weibo', { day: '2018-08-01' }));
    assert.equal((await values('2018-07')).items, 1);
    assert.deepEqual([(await values('2018-08')).items, (await values('2018-08'))['posts:weibo']], [0, 1]);
  });

  it('puts the last and the first moment of a Beijing month where they belong', async () => {
    const at = (instant: string) => ({ day: '2018-07-01', at: new Date(instant) });
    await given(
      published('r1', 'website', at('2018-07-31T23:59:59.999+08:00')),
      published('r2', 'website', at('2018-08-01T00:00:00+08:00')),
      published('r3', 'website', at('2018-12-31T23:59:59+08:00')),
      published('r4', 'website', at('2019-01-01T00:00:00+08:00')),
    );
    const months = await Promise.all(['2018-07', '2018-08', '2018', '2019'].map(values));
    assert.deepEqual(
      months.map(({ items }) => items),
      [1, 1, 3, 1],
    );
  });

  it('counts a corrected text posted anew as a post, but as no item', async () => {
    const again = { revision: 2 };
    await given(
      published('r1', 'wechat', { day: '2018-07-01' }),
      published('r1', 'wechat', { day: '2018-08-05', subject: 'r1:2:wechat:publish', facts: again }),
    );
    assert.deepEqual([(await values('2018-08')).items, (await values('2018-08'))['posts:wechat']], [0, 1]);
    assert.equal((await values('2018'))['posts:wechat'], 2);
  });

  it('counts neither what was revised in place or withdrawn, nor takes it off', async () => {
    await given(
      published('r1', 'website', { day: '2018-07-01' }),
      published('r1', 'website', { day: '2018-07-02', subject: 'r1:2:website:revise', facts: { action: 'revise' } }),
      published('r1', 'website', {
        day: '2018-07-03',
        subject: 'r1:1:website:withdraw',
        facts: { action: 'withdraw' },
      }),
    );
    const { items, 'posts:website': posts } = await values('2018-07');
    assert.deepEqual([items, posts], [1, 1]);
  });

  it('counts a topic once, whatever the means and the number of answers', async () => {
    await given(
      answered('y1', 't1', 's1', { day: '2018-07-01' }),
      answered('y1', 't1', 's2', { day: '2018-07-01' }),
      answered('y2', 't1', 's3', { day: '2018-07-02' }),
      logged('y3', 't1', 'interview', { day: '2018-07-03' }),
      published('r1', 'website', { day: '2018-07-04', facts: { topic: 't1' } }),
      published('r1', 'weibo', { day: '2018-07-04', facts: { topic: 't1' } }),
    );
    const counted = await values('2018-07');
    assert.equal(counted.topics, 1);
    assert.equal(counted.replies, 4);
    assert.deepEqual(Object.fromEntries(Object.entries(counted).filter(([id]) => id.startsWith('replies-by-means:'))), {
      'replies-by-means:channel': 2,
      'replies-by-means:interview': 1,
      'replies-by-means:release': 1,
    });
  });

  it('counts a reply once, in the month it first arrived', async () => {
    await given(answered('y1', 't1', 's1', { day: '2018-07-31' }), answered('y1', 't1', 's2', { day: '2018-08-01' }));
    assert.deepEqual([(await values('2018-07')).replies, (await values('2018-08')).replies], [1, 0]);
    assert.deepEqual([(await values('2018-07')).topics, (await values('2018-08')).topics], [1, 0]);
  });

  it('counts two replies of a release that was corrected so as to answer another topic', async () => {
    await given(
      published('r1', 'website', { day: '2018-07-01', facts: { topic: 't1' } }),
      published('r1', 'weibo', { day: '2018-07-02', subject: 'r1:2:weibo:publish', facts: { topic: 't2' } }),
    );
    const { topics, replies } = await values('2018-07');
    assert.deepEqual([topics, replies], [2, 2]);
  });

  it('counts no item for a reply, and no reply for a release that answers nothing', async () => {
    await given(answered('y1', 't1', 's1', { day: '2018-07-01' }), published('r1', 'website', { day: '2018-07-01' }));
    const { items, topics, replies } = await values('2018-07');
    assert.deepEqual([items, topics, replies], [1, 1, 1]);
  });

  it('counts an answer logged for a month that is over in that month', async () => {
    await given(logged('y1', 't1', 'press-conference', { day: '2018-06-30' }));
    assert.deepEqual([(await values('2018-06')).topics, (await values('2018-07')).topics], [1, 0]);
  });

  it('names the very lines behind each figure', async () => {
    await given(
      published('r1', 'weibo', { day: '2018-07-02', facts: { topic: 't1' } }),
      published('r1', 'website', { day: '2018-07-01', facts: { topic: 't1' } }),
      logged('y1', 't1', 'phone', { day: '2018-07-03' }),
    );
    const behind = (id: string) => linesBehind(store().db, id, '2018-07');
    assert.deepEqual(await behind('items'), ['delivery.done:r1:1:website:publish']);
    assert.deepEqual(await behind('posts:weibo'), ['delivery.done:r1:1:weibo:publish']);
    assert.deepEqual(await behind('topics'), ['delivery.done:r1:1:website:publish']);
    assert.deepEqual(await behind('replies'), ['delivery.done:r1:1:website:publish', 'reply.logged:y1:1']);
    assert.deepEqual(await behind('replies-by-means:phone'), ['reply.logged:y1:1']);
    for (const { figure, lines } of await countFigures(store().db, rules, readPeriod('2018-07'))) {
      assert.equal(figure.value, lines.length, figure.id);
    }
  });

  it('counts what came in, per account', async () => {
    const taken = (subject: string, account: string, day: string) =>
      aLine({ what: 'signal.taken', subject, at: on(day), by: 'system', facts: { account, kind: 'comment' } });
    await given(
      taken('s1', 'weibo', '2018-07-01'),
      taken('s2', 'weibo', '2018-07-01'),
      taken('s3', 'hotline', '2018-08-01'),
    );
    const july = await values('2018-07');
    assert.deepEqual([july['signals:weibo'], july['signals:hotline']], [2, undefined]);
  });

  it('is nought for single figures where nothing happened', async () => {
    assert.deepEqual(await values('2018'), { items: 0, topics: 0, replies: 0, 'letters-shown': 0, 'cases-on-time': 0 });
  });

  it('says how it counts and where that stands, for every figure', () => {
    for (const { id, title, unit, counting, source } of rules) {
      assert.ok(
        [title, unit, counting, source].every((text) => text.length > 0),
        id,
      );
    }
  });
});
