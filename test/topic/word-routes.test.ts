import assert from 'node:assert/strict';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { heedStaff, loadVocabulary, saveVocabulary, wordIndexes } from '../../src/topic/county-words.ts';
import { wordsOf } from '../../src/topic/keys-of.ts';
import { Vocabulary } from '../../src/topic/vocabulary.ts';
import { wordRoutes } from '../../src/topic/word-routes.ts';
import { drafter, now, openDesk, responder, type TestDesk } from './open-desk.ts';

describe('the county’s own words', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
    await ensureIndexes(desk.db, wordIndexes);
  });
  afterEach(() => desk.close());

  const learnt = () => {
    const vocabulary = new Vocabulary();
    for (const title of ['丽发新城小区停水', '丽发新城小区停电', '投诉丽发新城物业'])
      vocabulary.learn(wordsOf({ title, text: '' }));
    return vocabulary;
  };
  // biome-ignore lint/suspicious/noExplicitAny: what comes over HTTP
  const call = async (method: string, given: any): Promise<any> => {
    const route = wordRoutes(desk.db).find((one) => one.method === method);
    // biome-ignore lint/suspicious/noExplicitAny: only what the handlers use
    return await (route as any).handle({ now, person: responder, query: { state: 'found', limit: 50 }, ...given });
  };

  it('are kept and read again as they were', async () => {
    await saveVocabulary(desk.db, learnt(), now);
    const again = await loadVocabulary(desk.db);
    assert.deepEqual(await again.lexicon.found(), await learnt().lexicon.found());
    assert.deepEqual([again.messages, again.countOf('丽+发')], [3, 3]);
    const { items } = await call('GET', {});
    assert.deepEqual(
      items.map(({ word, kind, count }: { word: string; kind: string; count: number }) => [word, kind, count]),
      [['丽发新城', 'name', 3]],
    );
  });

  it('can be ignored, which holds at once, and be had again', async () => {
    const vocabulary = learnt();
    await saveVocabulary(desk.db, vocabulary, now);
    await call('PUT', { params: { word: '丽发新城' }, body: { state: 'ignored', kind: 'name' } });
    await heedStaff(desk.db, vocabulary);
    assert.equal(vocabulary.lexicon.kindOf(['丽', '发', '新城']), null);
    await call('DELETE', { params: { word: '丽发新城' } });
    await heedStaff(desk.db, vocabulary);
    assert.equal(vocabulary.lexicon.kindOf(['丽', '发', '新城']), 'name');
  });

  it('can be added before anybody says them', async () => {
    const vocabulary = new Vocabulary();
    const added = await call('PUT', { params: { word: '新桥里' }, body: { state: 'added', kind: 'name' } });
    assert.deepEqual([added.state, added.count, added.by], ['added', 0, responder.id]);
    await heedStaff(desk.db, vocabulary);
    assert.equal(vocabulary.lexicon.kindOf(['新', '桥里']), 'name');
    await call('DELETE', { params: { word: '新桥里' } });
    assert.deepEqual((await call('GET', { query: { state: 'added', limit: 50 } })).items, []);
  });

  it('are not for everybody, and are words', async () => {
    const body = { state: 'added', kind: 'name' };
    await assert.rejects(call('PUT', { params: { word: '新桥里' }, body, person: drafter }), { code: 'no-right' });
    await assert.rejects(call('PUT', { params: { word: '新 桥！' }, body }), { code: 'invalid-input' });
  });
});
