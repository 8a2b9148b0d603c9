/** The columns a release may be filed in, for the editor's list. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { columnSchema, listColumns } from './columns.ts';

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
  ];
}
