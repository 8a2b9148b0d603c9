import assert from 'node:assert/strict';
import { Problem } from '../../src/errors.ts';
import { MEDIA, openMediaStore } from '../../src/release/media-store.ts';
import { type Knowledge, readText, type TextInput } from '../../src/release/read-text.ts';
import { aText, at } from '../support/builders.ts';
import { aPicture } from '../support/channel-tools.ts';
import { openStore } from '../support/open-store.ts';

const { picture, bytes } = aPicture();
const pasted = `<p>见图</p><p><img src="data:image/png;base64,${Buffer.from(bytes).toString('base64')}" alt="示意图"></p>`;

describe('readText', () => {
  const store = openStore();
  const known = (): Knowledge => ({
    accounts: ['website', 'weibo'],
    canonical: 'website',
    media: openMediaStore(store().db),
    source: '县政府办',
    now: at('09:00'),
    by: 'p-drafter',
    isRelease: async (id) => id === 'r1',
    choiceProblems: () => [],
    isTopic: async (id) => id === 't1',
  });
  const countPictures = () => store().db.collection(MEDIA).countDocuments({});
  async function problemsOf(input: TextInput) {
    const error = await readText(aText(), input, known()).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Problem && error.code === 'invalid-input', String(error));
    return error.fields.map(({ field }) => field);
  }

  it('keeps the fields that do not come in', async () => {
    assert.deepEqual(await readText(aText(), { title: '新标题' }, known()), aText({ title: '新标题' }));
  });

  it('keeps the pictures while the body stays, and stores those that come in it', async () => {
    const text = await readText(aText(), { body: pasted }, known());
    assert.deepEqual(text.pictures, [picture]);
    assert.match(text.body, new RegExp(`<img src="/media/${picture.id}"`));
    assert.deepEqual(Buffer.from(await openMediaStore(store().db).read(picture.id)), Buffer.from(bytes));
    const renamed = await readText(text, { title: '新标题' }, known());
    assert.deepEqual([renamed.body, renamed.pictures], [text.body, [picture]]);
  });

  it('keeps a picture once, however often it comes', async () => {
    await readText(aText(), { body: pasted }, known());
    await readText(aText(), { body: pasted + pasted }, known());
    assert.equal(await countPictures(), 1);
  });

  it('tells everything that is wrong at once, and stores nothing', async () => {
    const input = { body: `${pasted}<p><img src="https://elsewhere.example/a.png"></p>`, column: 'no-such-column' };
    const fields = await problemsOf({ ...input, accounts: ['weibo', 'fax'] });
    assert.deepEqual([...new Set(fields)].toSorted(), ['accounts', 'accounts.1', 'body', 'column']);
    assert.equal(await countPictures(), 0);
  });

  it('asks for the canonical account, since the others link to its page', async () => {
    assert.deepEqual(await problemsOf({ accounts: ['weibo'] }), ['accounts']);
  });

  it('names an account that is not there or not in use, and those that are', async () => {
    const error = await readText(aText(), { accounts: ['website', 'fax'] }, known()).catch((thrown: Problem) => thrown);
    assert.ok(error instanceof Problem);
    const [field] = error.fields;
    assert.equal(field?.field, 'accounts.1');
    assert.match(field?.remedy ?? '', /website、weibo/);
  });

  it('takes only a document and a topic that exist, and takes them off again', async () => {
    assert.deepEqual(await problemsOf({ interprets: 'r9', respondsTo: '' }), ['interprets', 'respondsTo']);
    const { interprets, respondsTo } = await readText(aText(), { interprets: 'r1', respondsTo: 't1' }, known());
    assert.deepEqual([interprets, respondsTo], ['r1', 't1']);
    assert.equal((await readText(aText({ interprets: 'r1' }), { interprets: null }, known())).interprets, null);
  });

  it('takes no time to go out that is past, unless it stood there before', async () => {
    assert.deepEqual(await problemsOf({ publishAt: at('09:00') }), ['publishAt']);
    assert.deepEqual((await readText(aText(), { publishAt: at('09:01') }, known())).publishAt, at('09:01'));
    const old = aText({ publishAt: at('08:00') });
    assert.equal((await readText(old, { title: '甲', publishAt: at('08:00') }, known())).title, '甲');
  });

  it('leaves a column open in a draft, but takes only one that exists', async () => {
    assert.equal((await readText(aText({ column: '' }), { title: '甲' }, known())).column, '');
    assert.deepEqual(await problemsOf({ column: 'no-such-column' }), ['column']);
  });
});
