/** The catalogue of open data: as words for the page, and as DCAT in JSON-LD for programs. */
import { toMinute } from '../clock.ts';
import type { SiteConfig } from '../site/site-config.ts';
import { type Dataset, type Standing, toInstant } from './dataset.ts';
import type { OpenDataConfig } from './open-data-config.ts';

export interface Catalogue {
  readonly datasets: readonly { readonly dataset: Dataset; readonly standing: Standing }[];
  readonly config: OpenDataConfig;
  readonly site: SiteConfig;
  readonly siteUrl: string;
}

export function showCatalogue(catalogue: Catalogue) {
  return { page: toPage(catalogue), dcat: toDcat(catalogue) };
}

const TYPES = { string: '文本', integer: '整数', number: '数', date: '日期', datetime: '时间', uri: '网址' } as const;

function toPage({ datasets, config }: Catalogue) {
  return {
    ...{ title: config.title, description: config.description, licence: config.licence },
    datasets: datasets.map(({ dataset: { id, title, description, fields }, standing }) => ({
      ...{ id, title, description, rows: standing.rows },
      changed: standing.changedAt ? toMinute(standing.changedAt) : '尚无数据',
      fields: fields.map(({ name, title: called, type, description: says, jsonOnly }) => {
        return { name, title: called, type: TYPES[type], description: says, isJsonOnly: jsonOnly === true };
      }),
    })),
  };
}

function toDcat({ datasets, config, site, siteUrl }: Catalogue) {
  const licence = config.licence.url || `${siteUrl}/data/#licence`;
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
    },
    '@id': `${siteUrl}/data/`,
    '@type': 'dcat:Catalog',
    'dct:title': `${site.name}${config.title}`,
    'dct:description': config.description,
    'dct:publisher': { '@type': 'foaf:Organization', 'foaf:name': site.organiser },
    'dct:license': licence,
    'dct:rights': `${config.licence.name}：${config.licence.text}`,
    'dct:language': 'zh-CN',
    'dcat:dataset': datasets.map(({ dataset, standing }) => toDataset(dataset, standing, { siteUrl, licence })),
  };
}

function toDataset(
  { id, title, description }: Dataset,
  { changedAt }: Standing,
  { siteUrl, licence }: { readonly siteUrl: string; readonly licence: string },
) {
  const at = `${siteUrl}/data/${id}`;
  const file = (format: 'csv' | 'json', type: string, schema: string) => ({
    ...{ '@type': 'dcat:Distribution', 'dcat:mediaType': type, 'dcat:downloadURL': `${at}.${format}` },
    'dct:conformsTo': `${at}.${schema}.json`,
  });
  return {
    ...{ '@id': at, '@type': 'dcat:Dataset', 'dct:identifier': id, 'dct:title': title, 'dct:description': description },
    ...(changedAt && { 'dct:modified': toInstant(changedAt) }),
    'dct:license': licence,
    'dcat:distribution': [file('csv', 'text/csv', 'table-schema'), file('json', 'application/json', 'schema')],
  };
}
