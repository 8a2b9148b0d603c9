import assert from 'node:assert/strict';
import { hours } from '../../src/clock.ts';
import { openDataConfig, readOpenDataConfig } from '../../src/open-data/open-data-config.ts';
import type { Answer, Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, approve, ok, publish } from './publish.ts';

describe('open data', () => {
  let office: Office;
  let first: Body;
  let second: Body;
  before(async () => {
    office = await openOffice({ start: new Date('2018-06-04T09:00:00+08:00') });
    first = await publish(office, aDraft({ title: '=1+1，关于“图书馆”的公告', number: '示府发〔2018〕6号' }));
    office.clock.pass(hours(1));
    second = await publish(
      office,
      aDraft({ title: '一图读懂', column: 'interpretations', body: '<p>甲</p><p>乙</p>' }),
    );
    await office.settle();
  });
  after(() => office.close());

  const get = (path: string, headers = {}): Promise<Answer> =>
    office.staff.drafter.browser().get(`/data/${path}`, headers);
  const rows = async (id: string): Promise<Body[]> => (await ok(get(`${id}.json`))).body;
  const ids = async (id: string) => (await rows(id)).map((row) => row.id);
  const etagOf = async (path: string) => String((await ok(get(path))).headers.get('etag'));

  it('has a catalogue for people, with terms, times and fields, linked from every page', async () => {
    const { body, headers } = await ok(get(''));
    assert.match(String(headers.get('content-type')), /^text\/html/);
    for (const told of [
      '主动公开的政府信息',
      '共 2 行',
      '2018-06-04 10:00',
      openDataConfig.licence.name,
      'published_at',
    ])
      assert.ok(body.includes(told), told);
    assert.match((await ok(office.staff.drafter.get('/'))).body, /<a href="\/data\/">/);
    assert.equal((await office.staff.drafter.get('/data')).status, 301);
  });

  it('has one for programs, whose addresses all answer', async () => {
    const { body } = await ok(get('catalog.json'));
    assert.equal(body['@type'], 'dcat:Catalog');
    const files = body['dcat:dataset'].flatMap((one: Body) => one['dcat:distribution']);
    assert.equal(files.length, 6);
    for (const file of files) {
      const addresses = [file['dcat:downloadURL'], file['dct:conformsTo']].map((url: string) => new URL(url).pathname);
      for (const path of addresses) assert.equal((await office.staff.drafter.get(path)).status, 200, path);
    }
  });

  it('gives each item as its schema says', async () => {
    const schema = (await ok(get('items.schema.json'))).body.items;
    const all = await rows('items');
    assert.deepEqual(
      all.map(({ id }) => id),
      [second.id, first.id],
    );
    for (const row of all) {
      assert.deepEqual(Object.keys(row), schema.required);
      for (const [name, value] of Object.entries(row)) {
        const { type, format } = schema.properties[name];
        const own = value === null ? 'null' : Number.isInteger(value) ? 'integer' : typeof value;
        assert.ok([type].flat().includes(own), `${name}: ${own}`);
        if (format === 'date-time') assert.match(String(value), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        if (format === 'uri') assert.ok(URL.canParse(String(value)));
      }
    }
    assert.equal(all[0].text, '甲\n乙');
    assert.deepEqual([all[1].number, all[1].published_at], ['示府发〔2018〕6号', '2018-06-04T01:00:00Z']);
  });

  it('gives it as CSV with the columns of its table schema, and lets no cell begin a formula', async () => {
    const { body, headers } = await ok(get('items.csv'));
    const { fields, primaryKey } = (await ok(get('items.table-schema.json'))).body;
    const [head, , line] = String(body)
      .replace(/^\uFEFF/, '')
      .split('\r\n');
    assert.deepEqual(
      head?.split(','),
      fields.map(({ name }: Body) => name),
    );
    assert.equal(primaryKey, 'id');
    assert.match(String(line), /^[^,]+,'=1\+1，关于“图书馆”的公告,/);
    assert.match(String(headers.get('content-disposition')), /items\.csv/);
  });

  it('may be read by any site, and says when a reader has it already', async () => {
    const { headers } = await ok(get('items.json'));
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.ok(headers.get('last-modified'));
    const etag = String(headers.get('etag'));
    assert.equal((await get('items.json', { 'if-none-match': etag })).status, 304);
    assert.notEqual(await etagOf('items.csv'), etag);
  });

  it('has the corrected text in place of the first, under another tag', async () => {
    const etag = await etagOf('items.json');
    office.clock.pass(hours(1));
    const change = { revision: second.revision, note: '漏字', title: '一图读懂新规' };
    const revised = (await ok(office.staff.drafter.post(`/api/releases/${second.id}/revise`, change))).body;
    await approve(office, second.id, revised.revision);
    await office.settle();
    const [row] = (await rows('items')).filter(({ id }) => id === second.id);
    assert.deepEqual([row.title, row.revision], ['一图读懂新规', revised.revision]);
    assert.notEqual(await etagOf('items.json'), etag);
  });

  it('has nothing of what was withdrawn but that it was', async () => {
    const etag = await etagOf('items.json');
    office.clock.pass(hours(1));
    const { revision } = (await ok(office.staff.approver.get(`/api/releases/${first.id}`))).body;
    await ok(
      office.staff.approver.post(`/api/releases/${first.id}/withdraw`, { revision, reason: '内容有误予以撤回' }),
    );
    await office.settle();
    assert.deepEqual(await ids('items'), [second.id]);
    const withdrawn = await rows('withdrawn');
    assert.deepEqual(
      withdrawn.map(({ id }) => id),
      [first.id],
    );
    assert.doesNotMatch(JSON.stringify(withdrawn), /图书馆|内容有误/);
    assert.notEqual(await etagOf('items.json'), etag);
  });

  it('has the figures of closed periods, and only those that were opened', async () => {
    assert.deepEqual(await rows('figures'), []);
    office.clock.set(new Date('2018-07-02T09:00:00+08:00'));
    await ok(office.staff.approver.post('/api/statistics/close', { period: '2018-06' }));
    const figures = await rows('figures');
    const [items] = figures.filter(({ figure }) => figure === 'items');
    assert.deepEqual([items.period, items.value, items.unit], ['2018-06', 2, '条']);
    assert.match(items.counting, /计1条/);
    assert.ok(figures.every(({ figure }) => !figure.startsWith('signals:')));
    await ok(office.staff.approver.post('/api/statistics/reopen', { period: '2018-06', reason: '核对' }));
    assert.deepEqual(await rows('figures'), []);
  });

  it('is streamed in portions, whole and in order', async () => {
    const pages = office.service.app.db.collection<Body>('pages');
    const like = await pages.findOne({ _id: second.id });
    const many = Array.from({ length: 250 }, (_, n) => ({
      ...like,
      _id: `p${n}`,
      publishedAt: new Date(1.4e12 + (n % 7)),
    }));
    await pages.insertMany(many);
    const all = await ids('items');
    assert.equal(new Set(all).size, 251);
    assert.equal(all.length, 251);
    await pages.deleteMany({ _id: { $in: many.map(({ _id }) => _id) } });
  });

  it('refuses terms that are not complete', () => {
    assert.throws(() => readOpenDataConfig({ ...openDataConfig, licence: { name: '', url: 'x', text: '' } }));
  });
});
