import assert from 'node:assert/strict';
import { aLine, type LineInput } from '../../src/ledger/line.ts';
import { linksOf } from '../../src/ledger/line-links.ts';
import { at } from '../support/builders.ts';

const links = (what: LineInput['what'], subject: string, facts: LineInput['facts'] = {}) =>
  linksOf(aLine({ what, subject, at: at('09:00'), by: 'system', facts })).map(({ href }) => href);

describe('a line', () => {
  it('leads to the delivery, the release, the topic and the post on its platform', () => {
    const facts = { release: 'r1', topic: 't1', url: 'https://weibo.example/1', account: 'weibo' };
    assert.deepEqual(links('delivery.done', 'r1:1:weibo:publish', facts), [
      '/api/deliveries/r1%3A1%3Aweibo%3Apublish',
      '/api/releases/r1',
      '/api/topics/t1',
      'https://weibo.example/1',
    ]);
  });

  it('leads to the entry and its proof files', () => {
    assert.deepEqual(links('entry.made', 'e1', { proofFiles: ['ab.pdf', 'cd.png'] }), [
      '/api/entries/e1',
      '/api/proofs/ab.pdf',
      '/api/proofs/cd.png',
    ]);
  });

  it('leads nowhere twice, and to no address that is none', () => {
    assert.deepEqual(links('topic.closed', 't1', { topic: 't1' }), ['/api/topics/t1']);
    assert.deepEqual(links('delivery.done', 'd1', { url: 'javascript:alert(1)', release: null }), [
      '/api/deliveries/d1',
    ]);
  });

  it('leads to the whole trail where it is about a record of any kind', () => {
    assert.deepEqual(links('record.repaired', 'd1'), ['/api/ledger?subject=d1']);
    assert.deepEqual(links('line.acknowledged', 'delivery.done:d1'), ['/api/ledger?line=delivery.done%3Ad1']);
    assert.deepEqual(links('figures.settled', 'wx@2021-01-01', { account: 'wx', day: '2021-01-01' }), [
      '/api/figures?account=wx&day=2021-01-01',
    ]);
  });
});
