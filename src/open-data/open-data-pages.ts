/**
 * Open data at /data/: a catalogue for people and one for programs (DCAT, w3.org/TR/vocab-dcat-3), each dataset as CSV and JSON with its
 * schemas. Any site's programs may read them; who has a file already is told so without its being made.
 */
import { Readable } from 'node:stream';
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { digestOf } from '../ids.ts';
import { answerPage } from '../site/answer-page.ts';
import { holds } from '../site/page-door.ts';
import { openPrinter } from '../site/print-page.ts';
import type { SiteConfig } from '../site/site-config.ts';
import type { Database } from '../store/collection.ts';
import { closedFigures } from './closed-figures.ts';
import type { Dataset, Standing } from './dataset.ts';
import type { OpenDataConfig } from './open-data-config.ts';
import { publishedItems, withdrawnItems } from './published-items.ts';
import { jsonSchemaOf, tableSchemaOf } from './schemas.ts';
import { showCatalogue } from './show-catalogue.ts';
import { toCsvPieces, toJsonPieces } from './write-rows.ts';

export interface OpenDataParts {
  readonly db: Database;
  readonly config: OpenDataConfig;
  readonly site: SiteConfig;
  /** Our public address without a slash at the end. */
  readonly siteUrl: string;
}

export function openDataPages({ db, config, site, siteUrl }: OpenDataParts): Middleware {
  const datasets = [publishedItems(db, siteUrl), withdrawnItems(db), closedFigures(db, config.figures)];
  const print = openPrinter(site, siteUrl);
  const catalogue = async () => showCatalogue({ datasets: await standings(datasets), config, site, siteUrl });
  const router = new Router({ sensitive: true });
  router.get('/data/', async (ctx) => {
    const { page } = await catalogue();
    const content = print({ template: 'data', head: headOf(config), content: page });
    answerPage(ctx as unknown as Context, { status: 200, type: 'text/html; charset=utf-8', content });
  });
  router.get('/data', (ctx) => {
    ctx.status = 301;
    ctx.redirect('/data/');
  });
  router.get('/data/catalog.json', async (ctx) => answerJson(ctx as unknown as Context, (await catalogue()).dcat));
  for (const dataset of datasets) {
    const path = `/data/${dataset.id}`;
    router.get(`${path}.csv`, (ctx) => answerRows(ctx as unknown as Context, dataset, 'csv'));
    router.get(`${path}.json`, (ctx) => answerRows(ctx as unknown as Context, dataset, 'json'));
    router.get(`${path}.schema.json`, (ctx) => answerJson(ctx as unknown as Context, jsonSchemaOf(dataset, siteUrl)));
    router.get(`${path}.table-schema.json`, (ctx) => answerJson(ctx as unknown as Context, tableSchemaOf(dataset)));
  }
  return router.routes() as unknown as Middleware;
}

/** As the annex on page tags has it (国办发〔2017〕47号). */
function headOf({ title, description }: OpenDataConfig) {
  const tags = [
    { name: 'ColumnName', content: title },
    { name: 'ColumnDescription', content: description },
    { name: 'ColumnKeywords', content: '数据开放,开放数据' },
    { name: 'ColumnType', content: '数据开放' },
  ];
  return { title, description, tags, path: '/data/', column: null };
}

async function standings(datasets: readonly Dataset[]) {
  return await Promise.all(datasets.map(async (dataset) => ({ dataset, standing: await dataset.standing() })));
}

const SHARED = 'public, max-age=300';

function open(ctx: Context): void {
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Cache-Control', SHARED);
}

function answerJson(ctx: Context, content: object): void {
  open(ctx);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (isKept(ctx, digestOf(text).slice(0, 32))) return;
  ctx.type = 'application/json; charset=utf-8';
  ctx.body = text;
}

async function answerRows(ctx: Context, dataset: Dataset, format: 'csv' | 'json'): Promise<void> {
  const standing = await dataset.standing();
  open(ctx);
  if (standing.changedAt) ctx.lastModified = standing.changedAt;
  if (isKept(ctx, tagOf(dataset, standing, format))) return;
  ctx.attachment(`${dataset.id}.${format}`);
  ctx.type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8';
  if (ctx.method === 'HEAD') ctx.status = 200;
  else ctx.body = Readable.from(format === 'csv' ? toCsvPieces(dataset) : toJsonPieces(dataset));
}

/** Changes with the last change of any row and with the fields. */
function tagOf({ id, fields }: Dataset, { changedAt, rows }: Standing, format: string): string {
  const about = [id, format, rows, changedAt?.getTime() ?? 0, ...fields.map(({ name, type }) => `${name} ${type}`)];
  return digestOf(about.join('|')).slice(0, 32);
}

/** Sets the ETag; true when the reader has it already and was told so. */
function isKept(ctx: Context, etag: string): boolean {
  ctx.set('ETag', `"${etag}"`);
  if (!holds(ctx.get('if-none-match'), etag)) return false;
  ctx.status = 304;
  return true;
}
