/**
 * Monitor 内容自查: what is wrong with pages that are out. Wrong words, links to our own pages and pictures that lead nowhere,
 * pages in a column that is no more, and documents that should have been interpreted by now.
 */
import { addWorkingDays } from '../calendar/working-days.ts';
import { after, days, toDay, toMinute } from '../clock.ts';
import { articlePath } from '../release/canonical-url.ts';
import { MEDIA } from '../release/media-store.ts';
import { findWrongWords } from '../release/wrong-words.ts';
import { PAGES, type PageRow } from '../site/page-store.ts';
import type { FindingKind, FoundNow } from './finding.ts';
import { linksIn } from './links-in.ts';
import { type MonitorDesk, type Part, partOf } from './monitor-desk.ts';

/** What was published in the last days, or everything that stands. */
export function contentFaults(desk: MonitorDesk, now: Date, scope: 'recent' | 'full'): readonly Part[] {
  const { content, watch } = desk;
  const from = scope === 'full' ? null : after(now, -days(watch.days));
  const shown = { where: { state: 'shown' }, along: 'publishedAt', from };
  const documents = content.columns.filter(({ type }) => content.types.includes(type));
  const isDocument = new Set(documents.map(({ id }) => id));
  const since = after(now, -days(content.lookBackDays));
  return [
    partOf<PageRow>({
      ...{ title: '用词', collection: PAGES, walks: [shown] },
      check: async (pages) => pages.flatMap((page) => checkWords(desk, page)),
    }),
    partOf<PageRow>({
      ...{ title: '所在栏目', collection: PAGES, walks: [shown] },
      check: async (pages) => pages.flatMap((page) => checkColumn(desk, page)),
    }),
    partOf<PageRow>({
      ...{ title: '站内链接', collection: PAGES, walks: [shown] },
      check: (pages) => checkLinks(desk, pages),
    }),
    partOf<PageRow>({
      ...{ title: '政策解读', collection: PAGES },
      walks: documents.map(({ id }) => ({ where: { column: id, state: 'shown' }, along: 'publishedAt', from: since })),
      check: (pages) =>
        checkInterpreted(
          desk,
          pages.filter(({ column, publishedAt }) => isDocument.has(column) && publishedAt >= since),
          now,
        ),
    }),
  ];
}

function checkWords({ content }: MonitorDesk, page: PageRow): readonly FoundNow[] {
  if (page.state !== 'shown') return [];
  const { title, body, summary } = page.article;
  const words = findWrongWords(`${title}\n${summary}\n${textOf(body)}`, content.words);
  if (words.length === 0) return [];
  const named = words.map(({ wrong, right, why }) => `“${wrong}”疑为“${right}”（${why}）`).join('；');
  const remedy = '请核对；确有错误的，修改发布件并更正各渠道';
  return [fault(page, 'wrong-word', { there: `《${title}》：${named}`, shouldBe: '表述规范、没有错别字', remedy })];
}

/** A unit that leaves config/units.json takes its column along: its pages stay readable, but no list leads to them. */
function checkColumn({ content }: MonitorDesk, { state, column, ...page }: PageRow): readonly FoundNow[] {
  if (state !== 'shown' || content.columns.some(({ id }) => id === column)) return [];
  const there = `《${page.article.title}》所在的栏目“${column}”已不存在，文章不在任何列表中`;
  const remedy = `请在 config/columns.json 补上编号为“${column}”的栏目（如撤并单位的），或修改发布件、另选栏目`;
  return [fault({ ...page, state, column }, 'column-unknown', { there, shouldBe: '文章列在所在栏目中', remedy })];
}

/** Asks for all the pages and pictures of these rows at once. */
async function checkLinks(desk: MonitorDesk, pages: readonly PageRow[]): Promise<readonly FoundNow[]> {
  const shown = pages.filter(({ state }) => state === 'shown');
  const linked = shown.map((page) => ({ page, links: linksIn(page.article.body, desk.siteUrl) }));
  const wanted = (to: string) => [
    ...new Set(linked.flatMap(({ links }) => links.flatMap((link) => (link.to === to ? [link.id] : [])))),
  ];
  const there = {
    page: await idsIn(desk, PAGES, { _id: { $in: wanted('page') }, state: 'shown' }),
    picture: await idsIn(desk, MEDIA, { _id: { $in: wanted('picture') } }),
    column: new Set(desk.content.columns.map(({ id }) => id)),
  };
  return linked.flatMap(({ page, links }) => {
    const dead = links.filter(({ to, id }) => !there[to].has(id));
    if (dead.length === 0) return [];
    const named = dead.map(({ written }) => written).join('、');
    const words = { there: `《${page.article.title}》中打不开的站内链接：${named}`, shouldBe: '站内链接都能打开' };
    return [fault(page, 'dead-link', { ...words, remedy: '请修改发布件，改正或去掉失效的链接' })];
  });
}

async function idsIn({ db }: MonitorDesk, collection: string, filter: Readonly<Record<string, unknown>>) {
  const rows = await db
    .collection(collection)
    .find(filter, { projection: { _id: 1 } })
    .toArray();
  return new Set(rows.map(({ _id }) => _id));
}

/** By working days from the day of publication; a document that interprets another needs none. */
async function checkInterpreted(desk: MonitorDesk, pages: readonly PageRow[], now: Date): Promise<readonly FoundNow[]> {
  const asked = pages.filter(({ state, interprets }) => state === 'shown' && interprets === null);
  const told = await desk.db
    .collection<PageRow>(PAGES)
    .find({ interprets: { $in: asked.map(({ _id }) => _id) }, state: 'shown' }, { projection: { interprets: 1 } })
    .toArray();
  const interpreted = new Set(told.map(({ interprets }) => interprets));
  return asked.flatMap((page) => {
    if (interpreted.has(page._id)) return [];
    const due = addWorkingDays(page.publishedAt, desk.content.workingDays, desk.calendar);
    const isLate = now > due;
    const there = `《${page.article.title}》${toDay(page.publishedAt)} 公开，${isLate ? '到期未见' : '尚无'}与它关联的解读`;
    const shouldBe = `${toMinute(due)} 前公开解读（${desk.content.workingDays} 个工作日）`;
    const remedy = '请起草解读，并在“解读的文件”中选这一件；不需要解读的，可不处理';
    const kind = isLate ? 'interpretation-missing' : 'interpretation-due';
    return [fault(page, kind, { there, shouldBe, remedy })];
  });
}

type Words = Pick<FoundNow, 'there' | 'shouldBe' | 'remedy'>;

function fault({ _id, publishedAt }: PageRow, kind: FindingKind, words: Words): FoundNow {
  const page = { method: 'GET', path: articlePath(_id), title: '查看页面' } as const;
  const release = { method: 'GET', path: `/api/releases/${encodeURIComponent(_id)}`, title: '查看发布件' } as const;
  return { kind, collection: PAGES, subject: _id, since: publishedAt, ...words, repair: null, ways: [page, release] };
}

/** What readers read. */
function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&');
}
