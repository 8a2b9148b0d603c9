/** Where a release may be filed, for the editor's lists: columns, and the words of the catalogue. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { disclosures } from './announcement.ts';
import { genres, themes, validities } from './catalogue.ts';
import { columnSchema, listColumns } from './columns.ts';

const words = z.array(z.string());
const catalogueAnswer = z.object({
  themes: z.array(z.object({ id: z.string(), name: z.string() })).describe('主题分类'),
  genres: words.describe('体裁'),
  validities: words.describe('有效性'),
  disclosures: words.describe('公开属性'),
});

export function columnRoutes(): readonly Endpoint[] {
  return [
    staffEndpoint({
      method: 'GET',
      path: '/api/columns',
      summary: '网站栏目，按导航顺序',
      tag: '发布',
      answer: z.object({ items: z.array(columnSchema) }),
      handle: async () => ({ items: listColumns() }),
    }),
    staffEndpoint({
      method: 'GET',
      path: '/api/catalogue',
      summary: '目录项可选的值',
      tag: '发布',
      answer: catalogueAnswer,
      handle: async () => ({
        ...{ themes: [...themes], genres: [...genres], validities: [...validities] },
        disclosures: [...disclosures],
      }),
    }),
  ];
}
