/** The OpenAPI 3.1 document (spec.openapis.org/oas/v3.1.1), made from the same endpoints and schemas that are served. */
import { z } from 'zod';
import { problemCodes } from '../errors.ts';
import { SESSION_COOKIE } from '../staff/session-cookie.ts';
import type { Endpoint } from './endpoint.ts';
import { type JsonSchema, toJsonSchema } from './json-schema.ts';

export interface OpenApi {
  readonly openapi: '3.1.1';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly [kind: string]: JsonSchema };
}

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(problemCodes),
  fields: z.array(z.object({ field: z.string(), problem: z.string(), remedy: z.string() })).optional(),
  requestId: z.string(),
});

const problemAnswer = {
  description: '未能办理：原因和办法见 detail 与 fields',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: '登录后由浏览器保存' },
  token: { type: 'http', scheme: 'bearer', description: '供其他系统使用的访问令牌' },
};

const info = {
  title: '三位（Sanwei）接口',
  version: '1',
  description:
    '公开、解读、回应一体办理。时间为 RFC 3339 格式，日期为北京时间。' +
    '修改时写明所看到的版本号：请求内容中的 revision，或请求头 If-Match: "3"（带双引号）。版本已变则拒绝，不会覆盖他人的修改。',
};

export function describeApi(endpoints: readonly Endpoint[]): OpenApi {
  const schemas: Record<string, JsonSchema> = { Problem: toJsonSchema(problemSchema, 'output', 'Problem').schema };
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    const operation = describe(endpoint, schemas);
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation };
  }
  return { openapi: '3.1.1', info, paths, components: { schemas, securitySchemes } };
}

function describe(endpoint: Endpoint, schemas: Record<string, JsonSchema>): JsonSchema {
  const operationId = [endpoint.method.toLowerCase(), ...(endpoint.path.match(/\w+/g) ?? [])].join('_');
  const show = (schema: z.ZodType, io: 'input' | 'output', part: string): JsonSchema => {
    const shown = toJsonSchema(schema, io, `${operationId}.${part}`);
    Object.assign(schemas, shown.shared);
    return shown.schema;
  };
  const requestBody = bodyOf(endpoint, show);
  return {
    operationId,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: endpoint.open ? [] : [{ session: [] }, { token: [] }],
    parameters: [...pathParameters(endpoint, show), ...queryParameters(endpoint, show)],
    ...(requestBody ? { requestBody } : {}),
    // an endpoint that declares no answer has none, or writes its own
    responses: {
      [endpoint.answer ? (endpoint.status ?? 200) : '2XX']: answerOf(endpoint, show),
      default: problemAnswer,
    },
  };
}

type Show = (schema: z.ZodType, io: 'input' | 'output', part: string) => JsonSchema;

function bodyOf({ body, raw }: Endpoint, show: Show): JsonSchema | null {
  if (raw) return { required: true, content: Object.fromEntries(raw.types.map((type) => [type, {}])) };
  if (!body) return null;
  return { required: true, content: { 'application/json': { schema: show(body, 'input', 'body') } } };
}

function answerOf({ answer }: Endpoint, show: Show): JsonSchema {
  if (!answer) return { description: '已办理' };
  return { description: '已办理', content: { 'application/json': { schema: show(answer, 'output', 'answer') } } };
}

function pathParameters({ path, params }: Endpoint, show: Show): JsonSchema[] {
  const known = propertiesOf(params ? show(params, 'input', 'params') : {});
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  return names.map((name) => ({ name, in: 'path', required: true, schema: known[name] ?? { type: 'string' } }));
}

function queryParameters({ query }: Endpoint, show: Show): JsonSchema[] {
  if (!query) return [];
  const shown = show(query, 'input', 'query');
  const required = Array.isArray(shown.required) ? shown.required : [];
  return Object.entries(propertiesOf(shown)).map(([name, schema]) => {
    return { name, in: 'query', required: required.includes(name), schema };
  });
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
}
