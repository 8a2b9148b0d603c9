/** Each page of the site: what it reads, which template shows it, with which status. Addresses are in site-pages.ts. */
import { articlePath, canonicalUrl } from '../release/canonical-url.ts';
import { findColumn, listColumns, listTopColumns } from '../release/columns.ts';
import type { Answer } from './answer-page.ts';
import { showFile } from './attachments.ts';
import { allFeedKinds, feedKinds, feedPath } from './feeds.ts';
import type { Pages } from './find-pages.ts';
import type { PageRow } from './page-store.ts';
import { articleTags, columnTags, homeTags } from './page-tags.ts';
import { columnPath, type Link, showArticle, showComment, showWithdrawn, toLink } from './show-pages.ts';
import type { SiteConfig } from './site-config.ts';
import type { PageHead } from './site-frame.ts';

/** What the public says on the site itself, as pages show it. */
export interface Voices {
  /** Comments shown under an article, newest first. */
  commentsOn(release: string): Promise<readonly ShownComment[]>;
  /** Published letters, newest first, for the home page. */
  latestLetters(limit: number): Promise<readonly Link[]>;
}

export interface ShownComment {
  readonly author: string;
  readonly text: string;
  readonly at: Date;
  readonly answers: readonly { readonly text: string; readonly at: Date }[];
}

export const noVoices: Voices = { commentsOn: async () => [], latestLetters: async () => [] };

export interface Reading {
  readonly voices: Voices;
  readonly pages: Pages;
  readonly config: SiteConfig;
  readonly siteUrl: string;
  /** Bytes of an attachment by its media id, null for what is not kept. */
  readonly sizeOf: (media: string) => Promise<number | null>;
}

export interface Page {
  readonly template: 'home' | 'column' | 'article' | 'withdrawn' | 'map' | 'subscribe' | 'accessibility' | 'missing';
  readonly status: Answer['status'];
  readonly head: PageHead;
  readonly content: object;
}

const LATEST = 8;
const PER_BLOCK = 6;

export async function homePage({ pages, config, voices }: Reading): Promise<Page> {
  const latest = await pages.list({ column: null, limit: LATEST });
  const lists = await Promise.all(
    listTopColumns().map(async ({ id, name }) => {
      const links = await pages.list({ column: id, limit: PER_BLOCK });
      return { name, href: columnPath(id), links: links.map(toLink) };
    }),
  );
  // An empty block would say nothing; the column is still in the navigation.
  const blocks = lists.filter(({ links }) => links.length > 0);
  const letters = await voices.latestLetters(PER_BLOCK);
  const head = { title: '', description: config.description, tags: homeTags(config), path: '/', column: null };
  return { template: 'home', status: 200, head, content: { latest: latest.map(toLink), blocks, letters } };
}

/** 网站地图 for people; the one for search engines is site-map.ts. */
export async function mapPage({ config, pages }: Reading): Promise<Page> {
  const led = await pages.withoutEmptyUnits(listColumns());
  const columns = led.map(({ id, name, description }) => ({ name, description, href: columnPath(id) }));
  const head = { title: '网站地图', description: config.description, tags: [], path: '/map.html', column: null };
  return { template: 'map', status: 200, head, content: { columns } };
}

/** Where people find the feeds, which their browsers would show as they are. */
export async function subscribePage({ config, pages }: Reading): Promise<Page> {
  const led = await pages.withoutEmptyUnits(listColumns());
  const rows = [
    { name: '全站最新发布', href: '/', feeds: feedsOf(null) },
    ...led.map(({ id, name }) => ({ name, href: columnPath(id), feeds: feedsOf(id) })),
  ];
  const head = { title: '订阅', description: config.description, tags: [], path: '/subscribe.html', column: null };
  return { template: 'subscribe', status: 200, head, content: { rows } };
}

function feedsOf(column: string | null) {
  return allFeedKinds.map((kind) => ({ ...feedKinds[kind], href: feedPath(kind, column) }));
}

/** 无障碍说明: what the site can do for whom, and whom to tell when it cannot. */
export function accessibilityPage({ config }: Reading): Page {
  const title = '无障碍说明';
  const head = { title, description: config.description, tags: [], path: '/accessibility.html', column: null };
  return { template: 'accessibility', status: 200, head, content: {} };
}

export async function articlePage(reading: Reading, id: string): Promise<Page> {
  const page = await reading.pages.find(id);
  if (!page) return missingPage();
  return page.state === 'shown' ? shownPage(reading, page) : withdrawnPage(page);
}

async function shownPage({ pages, siteUrl, voices, sizeOf }: Reading, page: PageRow): Promise<Page> {
  const { article, description } = page;
  const interpreted = page.interprets === null ? null : await pages.find(page.interprets);
  const document = interpreted?.state === 'shown' ? interpreted : null;
  const interpretations = await pages.listInterpreting(page._id);
  const comments = (await voices.commentsOn(page._id)).map(showComment);
  const attachments = await Promise.all(
    (article.attachments ?? []).map(async (file) => showFile(page._id, file, await sizeOf(file.media))),
  );
  const neighbours = await pages.findNeighbours(page);
  const url = canonicalUrl(siteUrl, page._id);
  const content = {
    ...showArticle(page, { attachments, document, interpretations, ...neighbours }),
    comments,
  };
  const tags = [...tagsOfColumn(page), ...articleTags(page, url, description)];
  const head = { title: article.title, description, tags, path: articlePath(page._id), column: page.column };
  return { template: 'article', status: 200, head, content };
}

/** Neither title nor text: either may be why it was withdrawn. */
function withdrawnPage(page: PageRow): Page {
  const description = '该内容已撤回。';
  const head = { title: '内容已撤回', description, tags: tagsOfColumn(page), path: null, column: page.column };
  return { template: 'withdrawn', status: 410, head, content: showWithdrawn(page) };
}

export function missingPage(): Page {
  const head = { title: '没有找到页面', description: '没有找到您要访问的页面。', tags: [], path: null, column: null };
  return { template: 'missing', status: 404, head, content: {} };
}

function tagsOfColumn({ column }: PageRow) {
  const found = findColumn(column);
  return found ? columnTags(found) : [];
}
