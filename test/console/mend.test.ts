import assert from 'node:assert/strict';
import { mendingOf, placeOfFinding } from '../../src/console/browser/mend.ts';

describe('where what is wrong is mended', () => {
  it('a finding leads to its record, one of the ledger to the check of the seals', () => {
    assert.equal(placeOfFinding({ collection: 'pages', subject: 'r1' }), '/releases/r1');
    assert.equal(
      placeOfFinding({ collection: 'deliveries', subject: 'r1:1:a:publish' }),
      '/deliveries?open=r1%3A1%3Aa%3Apublish',
    );
    assert.equal(placeOfFinding({ collection: 'seals', subject: 'seal-1' }), '/statistics/ledger');
    assert.equal(placeOfFinding({ collection: 'staff', subject: 'x' }), null);
  });

  it('a stale column leads to its releases and to a text with the column chosen', () => {
    const column = mendingOf({ id: 'news', href: '/c/news/' });
    assert.deepEqual(column, { to: '/releases?column=news', write: '/releases/new?column=news', seen: '/c/news/' });
    assert.equal(mendingOf({ id: 'home', href: '/' }).write, '/releases/new');
  });

  it('a silent account leads to the account, a message to its topic, a page to its release', () => {
    assert.equal(mendingOf({ id: 'weibo', href: '/api/deliveries?account=weibo' }).to, '/accounts?open=weibo');
    assert.equal(mendingOf({ id: 't1', href: '/api/topics/t1' }).to, '/topics/t1');
    assert.equal(mendingOf({ id: 'answers', href: '/api/topics?state=open' }).to, '/topics');
    assert.equal(mendingOf({ id: 'r1', href: '/p/r1.html' }).to, '/releases/r1');
  });

  it('what stands in no page of the console leads nowhere', () => {
    assert.deepEqual(mendingOf({ id: 'identifier', href: '/' }), { to: null, write: null, seen: null });
  });
});
