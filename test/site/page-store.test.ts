import assert from 'node:assert/strict';
import startFake from '../../channels/website/fake.ts';
import type { Site, SitePage } from '../../src/channel/kind.ts';
import { openSite, PAGES, type PageRow } from '../../src/site/page-store.ts';
import type { Collection } from '../../src/store/collection.ts';
import { aClock, SITE_URL } from '../support/channel-tools.ts';
import { openSiteStore, type SiteStore } from './open-public-site.ts';

const at = new Date('2026-03-02T09:00:00+08:00');
const later = new Date('2026-03-05T09:00:00+08:00');

function aPage(revision = 1, changes: Readonly<Record<string, unknown>> = {}): SitePage {
  const text = { kind: 'announcement', title: '停水公告', body: '<p>停水。</p>', summary: '', column: 'notices' };
  const about = { disclosure: '主动公开', number: '', source: '县水务局', author: '', writtenOn: null };
  const rest = { pictures: [], interprets: null, publishedAt: at.toISOString(), correction: null };
  return { id: 'r1', revision, article: { ...text, ...about, ...rest, ...changes } };
}

interface Opened {
  readonly site: Site;
  close(): Promise<void>;
}

const kinds: Readonly<Record<string, () => Promise<Opened>>> = {
  'the site in the store': openSiteStore,
  'the site played back': async () => {
    const fake = await startFake({ port: 0, clock: aClock(), file: null, pushTo: null, siteUrl: SITE_URL });
    return { site: fake.site ?? assert.fail('the fake has no site'), close: fake.close };
  },
};

for (const [name, open] of Object.entries(kinds)) {
  describe(name, () => {
    let opened: Opened;
    let site: Site;
    beforeEach(async () => {
      opened = await open();
      site = opened.site;
    });
    afterEach(() => opened.close());

    it('knows nothing of a page that nobody put', async () => assert.equal(await site.find('r1'), null));

    it('stores a page, a later revision over it, and the same one again', async () => {
      assert.equal(await site.put(aPage(1)), 'stored');
      assert.equal(await site.put(aPage(3)), 'stored');
      assert.equal(await site.put(aPage(3)), 'stored');
      assert.deepEqual(await site.find('r1'), { revision: 3, withdrawn: false });
    });

    it('changes nothing for an older revision that comes late', async () => {
      await site.put(aPage(3));
      assert.equal(await site.put(aPage(2)), 'older');
      assert.deepEqual(await site.find('r1'), { revision: 3, withdrawn: false });
    });

    it('withdraws once, and again without harm', async () => {
      await site.put(aPage());
      await site.withdraw('r1', '信息有误', at);
      await site.withdraw('r1', '另一个原因', later);
      assert.deepEqual(await site.find('r1'), { revision: 1, withdrawn: true });
    });

    it('keeps a withdrawn page withdrawn when the same revision comes again', async () => {
      await site.put(aPage(2));
      await site.withdraw('r1', '信息有误', at);
      assert.equal(await site.put(aPage(2)), 'older');
      assert.equal(await site.put(aPage(1)), 'older');
      assert.deepEqual(await site.find('r1'), { revision: 2, withdrawn: true });
    });

    it('shows a withdrawn page again when a later revision is published', async () => {
      await site.put(aPage(1));
      await site.withdraw('r1', '信息有误', at);
      assert.equal(await site.put(aPage(2)), 'stored');
      assert.deepEqual(await site.find('r1'), { revision: 2, withdrawn: false });
    });

    it('withdraws nothing where nothing is', async () => {
      await site.withdraw('r9', '信息有误', at);
      assert.equal(await site.find('r9'), null);
    });

    it('ends with the latest revision, however many are put at the same time', async () => {
      const revisions = [4, 1, 5, 2, 3, 5];
      const outcomes = await Promise.all(revisions.map((revision) => site.put(aPage(revision))));
      assert.deepEqual(await site.find('r1'), { revision: 5, withdrawn: false });
      assert.equal(outcomes[2], 'stored');
      assert.equal(outcomes[5], 'stored');
    });
  });
}

describe('what the store keeps of a page', () => {
  let store: SiteStore;
  let pages: Collection<PageRow>;
  beforeEach(async () => {
    store = await openSiteStore();
    pages = store.db.collection(PAGES);
  });
  afterEach(() => store.close());

  it('is the first publication, all corrections, and the first withdrawal', async () => {
    const note = (text: string) => ({ correction: { note: text, at: later.toISOString() } });
    await store.site.put(aPage(1));
    await store.site.put(aPage(2, { ...note('改了日期'), publishedAt: later.toISOString() }));
    await store.site.put(aPage(3, note('改了地点')));
    await store.site.withdraw('r1', '信息有误', at);
    await store.site.withdraw('r1', '另一个原因', later);
    const row = await pages.findOne({ _id: 'r1' });
    assert.deepEqual(row?.publishedAt, at);
    assert.deepEqual(
      row?.corrections.map((correction) => correction.note),
      ['改了日期', '改了地点'],
    );
    assert.deepEqual(row?.withdrawn, { reason: '信息有误', at });
  });

  it('has no correction twice when a delivery comes twice', async () => {
    await store.site.put(aPage(1));
    const corrected = aPage(2, { correction: { note: '改了日期', at: later.toISOString() } });
    await Promise.all([store.site.put(corrected), store.site.put(corrected), store.site.put(corrected)]);
    assert.equal((await pages.findOne({ _id: 'r1' }))?.corrections.length, 1);
  });

  it('is nothing of an article that cannot be shown', async () => {
    for (const wrong of [{ title: '' }, { disclosure: '不予公开' }, { publishedAt: '昨天' }]) {
      await assert.rejects(store.site.put(aPage(1, wrong)), { name: 'Problem', code: 'invalid-input' });
    }
    assert.equal(await store.site.find('r1'), null);
  });

  it('survives an insert of another process between looking and inserting', async () => {
    // The first update sees no page; then somebody else inserts revision 1.
    let first = true;
    const racing: Collection<PageRow> = Object.create(pages, {
      updateOne: {
        value: async (...args: Parameters<Collection<PageRow>['updateOne']>) => {
          const updated = await pages.updateOne(...args);
          if (first) {
            first = false;
            await store.site.put(aPage(1));
          }
          return updated;
        },
      },
      insertOne: { value: (row: PageRow) => pages.insertOne(row) },
    });
    const collection = (name: string) => (name === PAGES ? racing : store.db.collection(name)) as never;
    const site = openSite({ collection }, store.clock);
    assert.equal(await site.put(aPage(2)), 'stored');
    assert.deepEqual(await store.site.find('r1'), { revision: 2, withdrawn: false });
  });
});
