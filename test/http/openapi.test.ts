import assert from 'node:assert/strict';
import { z } from 'zod';
import { problemCodes } from '../../src/errors.ts';
import { openEndpoint, staffEndpoint } from '../../src/http/endpoint.ts';
import { describeApi } from '../../src/http/openapi.ts';
import type { Body } from '../support/api.ts';
import { startServer, type TestServer } from './start-server.ts';

const node = z.object({
  name: z.string(),
  get parts() {
    return z.array(node);
  },
});
const column = z.object({ code: z.string() }).meta({ id: 'Column' });

const endpoints = [
  staffEndpoint({
    method: 'PATCH',
    path: '/api/things/:id/parts/:part',
    summary: '改',
    tag: 't',
    params: z.object({ id: z.string().max(9), part: z.string() }),
    query: z.object({ dry: z.string(), limit: z.coerce.number().default(5) }),
    body: z.strictObject({ node, column, other: column.optional() }),
    answer: node,
    handle: async () => null,
  }),
  openEndpoint({
    method: 'POST',
    path: '/api/things/:id/parts/:part',
    summary: '新',
    tag: 't',
    open: true,
    raw: { types: ['application/x-ndjson'], limit: 1 },
    answer: z.object({ at: z.date() }),
    status: 201,
    handle: async () => null,
  }),
];

/** Every $ref of a document, with what it points at. */
function refsIn(document: Body): [string, unknown][] {
  const found: [string, unknown][] = [];
  JSON.stringify(document, (key, value) => {
    if (key === '$ref') {
      const steps = String(value).slice(2).split('/');
      found.push([value, steps.reduce((inner, step) => inner?.[step], document)]);
    }
    return value;
  });
  return found;
}

describe('describeApi', () => {
  const document = describeApi(endpoints) as Body;
  const patch = document.paths['/api/things/{id}/parts/{part}'].patch;
  const post = document.paths['/api/things/{id}/parts/{part}'].post;

  it('resolves every reference, also of recursive and shared schemas', () => {
    const refs = refsIn(document);
    assert.ok(refs.length > 5);
    for (const [ref, target] of refs) assert.equal(typeof target, 'object', ref);
    assert.match(refs.map(([ref]) => ref).join(), /Column/);
  });

  it('tells path and query parameters apart, and which must be there', () => {
    const shown = patch.parameters.map((one: Body) => [one.in, one.name, one.required]);
    const expected = [
      ['path', 'id', true],
      ['path', 'part', true],
      ['query', 'dry', true],
      ['query', 'limit', false],
    ];
    assert.deepEqual(shown, expected);
    assert.equal(patch.parameters[0].schema.maxLength, 9);
  });

  it('says who may ask', () => {
    assert.deepEqual(patch.security, [{ session: [] }, { token: [] }]);
    assert.deepEqual(post.security, []);
    assert.deepEqual(Object.keys(document.components.securitySchemes), ['session', 'token']);
  });

  it('says what comes in and what goes out', () => {
    assert.ok(post.requestBody.content['application/x-ndjson']);
    assert.deepEqual(post.responses['201'].content['application/json'].schema.properties.at, {
      type: 'string',
      format: 'date-time',
    });
    assert.equal(patch.requestBody.content['application/json'].schema.additionalProperties, false);
    assert.ok(patch.responses.default.content['application/problem+json']);
  });

  it('closes the list of problem codes', () => {
    assert.deepEqual(document.components.schemas.Problem.properties.code.enum, problemCodes);
  });
});

describe('GET /api/openapi.json', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ endpoints });
  });
  after(() => server.close());

  it('lists every endpoint that is served, itself and health included', async () => {
    const { status, body } = await server.client.get('/api/openapi.json');
    assert.equal(status, 200);
    assert.equal(body.openapi, '3.1.1');
    const expected = [
      ['/api/openapi.json', ['get']],
      ['/api/session', ['delete', 'get', 'post']],
      ['/api/session/password', ['post']],
      ['/api/staff', ['get', 'post']],
      ['/api/staff/{id}', ['patch']],
      ['/api/staff/{id}/password', ['post']],
      ['/api/things/{id}/parts/{part}', ['patch', 'post']],
      ['/api/tokens', ['get', 'post']],
      ['/api/tokens/{id}', ['delete']],
      ['/healthz', ['get']],
      ['/readyz', ['get']],
    ];
    const listed = Object.entries(body.paths).map(([path, item]) => [path, Object.keys(item as object).toSorted()]);
    assert.deepEqual(listed.toSorted(), expected);
  });

  it('gives each operation its own name, a Chinese summary and resolving references', async () => {
    const { body } = await server.client.get('/api/openapi.json');
    const operations = Object.values(body.paths).flatMap((item) => Object.values(item as Body)) as Body[];
    const names = operations.map(({ operationId }) => operationId);
    assert.equal(new Set(names).size, names.length);
    for (const { summary } of operations) assert.match(summary, /\p{Script=Han}/u);
    for (const [ref, target] of refsIn(body)) assert.equal(typeof target, 'object', ref);
    for (const name of Object.keys(body.components.schemas)) assert.match(name, /^[\w.-]+$/);
  });
});
