/** GET /api/openapi.json: the document of openapi.ts, made once, when first asked for. */
import { z } from 'zod';
import { type Endpoint, openEndpoint } from './endpoint.ts';
import { describeApi, type OpenApi } from './openapi.ts';

/** The endpoint that describes `others` and itself. */
export function openApiRoute(others: readonly Endpoint[]): Endpoint {
  let document: OpenApi | null = null;
  const itself = openEndpoint({
    method: 'GET',
    path: '/api/openapi.json',
    summary: '接口说明（OpenAPI 3.1）',
    tag: '运行',
    open: true,
    answer: z.object({}).loose(),
    handle: async () => {
      document ??= describeApi([...others, itself]);
      return document;
    },
  });
  return itself;
}
