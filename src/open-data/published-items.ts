/** What stands on the site, and of what was taken off only that it was. Nothing else of the house is read. */
import { articlePath } from '../release/canonical-url.ts';
import { findColumn } from '../release/columns.ts';
import { toPlainText } from '../release/plain-text.ts';
import { PAGES, type PageRow } from '../site/page-store.ts';
import type { Database, IndexDeclaration } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { type DataRow, type Dataset, type Field, type Standing, toInstant } from './dataset.ts';

/** Pages of a list read at one go. */
const PORTION = 100;

export const openDataIndexes: readonly IndexDeclaration[] = [
  { collection: PAGES, keys: { updatedAt: -1 }, serves: 'when did what is public change last?' },
];

const ID: Field = { name: 'id', title: '编号', type: 'string', description: '信息的编号，不变' };

const fields: readonly Field[] = [
  ID,
  { name: 'title', title: '标题', type: 'string', description: '标题' },
  { name: 'url', title: '网址', type: 'uri', description: '页面的网址' },
  { name: 'column', title: '栏目', type: 'string', description: '所属栏目' },
  { name: 'number', title: '发文字号', type: 'string', description: '发文字号', optional: true },
  { name: 'source', title: '来源', type: 'string', description: '信息来源', optional: true },
  { name: 'written_on', title: '成文日期', type: 'date', description: '成文日期（北京时间）', optional: true },
  { name: 'published_at', title: '发布时间', type: 'datetime', description: '首次发布的时间，UTC' },
  { name: 'updated_at', title: '更新时间', type: 'datetime', description: '最近一次改动的时间，UTC' },
  { name: 'revision', title: '版本', type: 'integer', description: '版本号，每次更正递增' },
  { name: 'interprets', title: '解读的文件', type: 'string', description: '所解读文件的编号', optional: true },
  { name: 'summary', title: '摘要', type: 'string', description: '摘要，没有的取正文开头', optional: true },
  { name: 'text', title: '正文', type: 'string', description: '正文的纯文本，每段一行', jsonOnly: true },
];

/** `siteUrl` has no slash at the end. */
export function publishedItems(db: Database, siteUrl: string): Dataset {
  return {
    ...{ id: 'items', title: '主动公开的政府信息', key: ['id'], fields },
    description: '本网站上现有的全部信息，更正后为新的版本，撤回的不再列出（见“已撤回的信息”）。',
    standing: () => standingOf(db, 'shown'),
    rows: (isWhole) =>
      rowsOf(db, 'shown', (row) => {
        const shown = toRow(row, siteUrl);
        return isWhole ? { ...shown, text: toPlainText(row.article.body) } : shown;
      }),
  };
}

/** So that whoever keeps a copy can take it out there as well; neither title nor reason, either may be why it was withdrawn. */
export function withdrawnItems(db: Database): Dataset {
  return {
    ...{ id: 'withdrawn', title: '已撤回的信息', key: ['id'] },
    description: '曾经公开、后来撤回的信息的编号和撤回时间，供再利用者同步删除。',
    fields: [ID, { name: 'withdrawn_at', title: '撤回时间', type: 'datetime', description: '撤回的时间，UTC' }],
    standing: () => standingOf(db, 'withdrawn'),
    rows: () =>
      rowsOf(db, 'withdrawn', ({ _id, withdrawn, updatedAt }) => {
        return { id: _id, withdrawn_at: toInstant(withdrawn?.at ?? updatedAt) };
      }),
  };
}

function toRow(
  { _id, article, column, revision, description, interprets, ...times }: PageRow,
  siteUrl: string,
): DataRow {
  return {
    ...{
      id: _id,
      title: article.title,
      url: `${siteUrl}${articlePath(_id)}`,
      column: findColumn(column)?.name ?? column,
    },
    ...{ number: article.number || null, source: article.source || null, written_on: article.writtenOn },
    ...{ published_at: toInstant(times.publishedAt), updated_at: toInstant(times.updatedAt), revision, interprets },
    ...{ summary: description || null },
  };
}

/** A page that is taken off changes what stands, too: the latest change of all counts. */
async function standingOf(db: Database, state: PageRow['state']): Promise<Standing> {
  const pages = db.collection<PageRow>(PAGES);
  const [last] = await pages.find({}, { sort: { updatedAt: -1 }, limit: 1, projection: { updatedAt: 1 } }).toArray();
  return { changedAt: last?.updatedAt ?? null, rows: await pages.countDocuments({ state }) };
}

async function* rowsOf(
  db: Database,
  state: PageRow['state'],
  show: (row: PageRow) => DataRow,
): AsyncGenerator<DataRow> {
  const pages = db.collection<PageRow>(PAGES);
  for (let cursor: string | null = null; ; ) {
    const portion: Awaited<ReturnType<typeof page<PageRow>>> = await page(pages, {
      ...{ filter: { state }, sort: { publishedAt: -1 }, limit: PORTION, cursor },
    });
    for (const row of portion.items) yield show(row);
    cursor = portion.next;
    if (cursor === null) return;
  }
}
