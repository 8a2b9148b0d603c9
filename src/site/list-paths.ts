/** Every address of the public site that reads the same for everybody: what a static copy consists of. */
import { toDay } from '../clock.ts';
import { articlePath } from '../release/canonical-url.ts';
import { listColumns } from '../release/columns.ts';
import type { Database } from '../store/collection.ts';
import { filePath } from './attachments.ts';
import { PER_PAGE } from './column-page.ts';
import { allFeedKinds, feedPath } from './feeds.ts';
import type { Narrowing, Pages } from './find-pages.ts';
import { PAGES, type PageRow } from './page-store.ts';
import { columnPath } from './show-pages.ts';

const FIXED = [
  '/',
  '/map.html',
  '/subscribe.html',
  '/accessibility.html',
  '/sitemap.xml',
  '/sitemap-columns.xml',
  '/robots.txt',
];

/** Paths, each once; withdrawn pages too, which say why. */
export async function listPaths(db: Database, pages: Pages): Promise<readonly string[]> {
  const paths = new Set([...FIXED, ...feedPaths(null)]);
  for (const { id, isCatalogue } of listColumns()) {
    for (const path of feedPaths(id)) paths.add(path);
    for (const narrowing of isCatalogue ? await narrowingsOf(pages, id) : [WHOLE]) {
      const last = Math.max(1, Math.ceil((await pages.count(id, narrowing)) / PER_PAGE));
      for (let page = 1; page <= last; page++) paths.add(columnPath(id, page, narrowing));
    }
  }
  const fields = {
    state: 1,
    publishedAt: 1,
    'article.pictures': 1,
    'article.attachments': 1,
    'article.body': 1,
  } as const;
  for await (const page of db.collection<PageRow>(PAGES).find({}, { projection: fields })) {
    paths.add(articlePath(page._id));
    if (page.state !== 'shown') continue;
    paths.add(`/sitemap-${toDay(page.publishedAt).slice(0, 7)}.xml`);
    for (const path of filesOf(page)) paths.add(path);
  }
  return [...paths];
}

const WHOLE: Narrowing = { theme: null, year: null };

async function narrowingsOf(pages: Pages, column: string): Promise<readonly Narrowing[]> {
  const { themes, years } = await pages.listFacets(column);
  return [null, ...themes].flatMap((theme) => [null, ...years].map((year) => ({ theme, year })));
}

function feedPaths(column: string | null): readonly string[] {
  return allFeedKinds.map((kind) => feedPath(kind, column));
}

/** Pictures and attachments of a page, and what its text links to besides. */
function filesOf({ _id, article: { pictures, attachments = [], body } }: PageRow): readonly string[] {
  const linked = [...body.matchAll(/ (?:href|src)="(\/media\/[0-9a-f]{64}\.[a-z]{3,4})"/g)].map(
    ([, path = '']) => path,
  );
  return [...pictures.map((id) => `/media/${id}`), ...linked, ...attachments.map((file) => filePath(_id, file))];
}
