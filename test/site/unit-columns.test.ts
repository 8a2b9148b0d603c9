/** Sub-columns of units: a unit that comes into config/units.json has one without anybody writing it down again. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'cheerio';
import { minutes } from '../../src/clock.ts';
import { columnsUnder, findColumn, followUnits, listTopColumns } from '../../src/release/columns.ts';
import { openRulebook } from '../../src/topic/rulebook.ts';
import { SITE_URL } from '../support/channel-tools.ts';
import { openPublicSite, type PublicSite } from './open-public-site.ts';

const water = { id: 'water', name: '县水务局' };

describe("units' sub-columns", () => {
  let site: PublicSite;
  let leave: () => void;
  beforeEach(async () => {
    leave = followUnits({ list: [water, { id: 'health', name: '县卫生健康局' }] });
    site = await openPublicSite();
  });
  afterEach(async () => {
    leave();
    await site.close();
  });

  const linksOn = async (path: string, where: string) => {
    const $ = load((await site.get(path)).text);
    return $(`${where} a`)
      .toArray()
      .map((link) => $(link).attr('href'));
  };

  it('stand under the column for units, once where the list has one of its own', () => {
    const under = columnsUnder('disclosure').map(({ id }) => id);
    assert.deepEqual(under, ['disclosure-office', 'disclosure-finance', 'disclosure-health', 'disclosure-water']);
    assert.equal(findColumn('disclosure-health')?.unit, undefined);
    assert.ok(!listTopColumns().some(({ parent }) => parent !== undefined));
  });

  it('end with the units they follow', () => {
    leave();
    assert.equal(findColumn('disclosure-water'), null);
  });

  it('have a list, tags, a way back, feeds and their place in both site maps', async () => {
    await site.publish({ title: '水库公示', column: 'disclosure-water' });
    const list = load((await site.get('/c/disclosure-water/')).text);
    assert.equal(list('h1').text(), '县水务局');
    assert.equal(list('meta[name=ColumnName]').attr('content'), '县水务局');
    assert.equal(list('meta[name=ColumnType]').attr('content'), '信息公开目录');
    assert.equal(list('meta[name=ColumnKeywords]').attr('content'), '县水务局,政务公开');
    assert.ok(list('.catalogue').text().includes('水库公示'));
    assert.deepEqual(await linksOn('/c/disclosure-water/', '.where'), ['/', '/c/disclosure/']);
    assert.deepEqual(await linksOn('/p/r1.html', '.where'), ['/', '/c/disclosure/', '/c/disclosure-water/']);
    assert.ok((await linksOn('/c/disclosure/', '.subs')).includes('/c/disclosure-water/'));
    assert.ok((await linksOn('/c/disclosure/', '.catalogue')).includes('/p/r1.html'));
    for (const file of ['rss.xml', 'feed.xml', 'feed.json'])
      assert.ok((await site.get(`/c/disclosure-water/${file}`)).text.includes('水库公示'), file);
    assert.ok((await linksOn('/map.html', '.map')).includes('/c/disclosure-water/'));
    const { text } = await site.get('/sitemap-columns.xml');
    assert.ok(text.includes(`<loc>${SITE_URL}/c/disclosure-water/</loc>`) && text.includes(`<loc>${SITE_URL}/</loc>`));
  });

  it('are no empty columns on the site: nothing leads there until something stands in one', async () => {
    assert.equal((await site.get('/c/disclosure-water/')).response.status, 200);
    for (const [path, where] of [
      ['/c/disclosure/', '.subs'],
      ['/map.html', '.map'],
    ] as const)
      assert.ok(!(await linksOn(path, where)).includes('/c/disclosure-water/'), path);
    assert.ok(!(await site.get('/sitemap-columns.xml')).text.includes('disclosure-water'));
    await site.publish({ column: 'disclosure-water' });
    await site.site.withdraw('r1', '信息有误', site.clock.now());
    assert.ok(!(await linksOn('/c/disclosure/', '.subs')).includes('/c/disclosure-water/'));
  });

  it('come and go with the file, while the service runs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sanwei-units-'));
    try {
      await cp(new URL('../../config', import.meta.url), folder, { recursive: true });
      const now = new Date('2026-03-02T09:00:00+08:00');
      const rulebook = await openRulebook(folder, now);
      leave = followUnits(rulebook.rules.units);
      assert.equal(findColumn('disclosure-tea'), null);
      assert.equal((await site.get('/c/disclosure-tea/')).response.status, 404);
      const file = join(folder, 'units.json');
      const units = JSON.parse(await readFile(file, 'utf8'));
      units.list.push({ id: 'tea', name: '县茶产业发展中心', kind: 'department' });
      await writeFile(file, JSON.stringify(units));
      assert.ok(await rulebook.lookAgain(new Date(now.getTime() + minutes(1))));
      assert.equal(findColumn('disclosure-tea')?.name, '县茶产业发展中心');
      assert.equal((await site.get('/c/disclosure-tea/')).response.status, 200);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
