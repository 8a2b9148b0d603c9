import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { z } from 'zod';
import { Problem } from '../../src/errors.ts';
import { openEndpoint, staffEndpoint } from '../../src/http/endpoint.ts';
import type { Answer } from '../support/api.ts';
import { startServer, type TestServer } from './start-server.ts';

const notes: string[] = [];

const noteSchema = z.strictObject({
  title: z.string().min(1),
  kind: z.enum(['a', 'b']),
  pages: z.array(z.int()).default([]),
});

const testEndpoints = [
  openEndpoint({
    method: 'GET',
    path: '/api/notes/:id',
    summary: 's',
    tag: 't',
    open: true,
    params: z.object({ id: z.string().max(5) }),
    query: z.strictObject({ limit: z.coerce.number().int().max(9).default(3) }),
    handle: async ({ params, query, ifMatch }) => ({ id: params.id, revision: 4, limit: query.limit, ifMatch }),
  }),
  openEndpoint({
    method: 'GET',
    path: '/api/notes/fixed',
    summary: 's',
    tag: 't',
    open: true,
    handle: async () => ({ fixed: true }),
  }),
  openEndpoint({
    method: 'POST',
    path: '/api/notes',
    summary: 's',
    tag: 't',
    open: true,
    body: noteSchema,
    status: 201,
    handle: async ({ body }) => {
      notes.push(body.title);
      return body;
    },
  }),
  openEndpoint({
    method: 'POST',
    path: '/api/import',
    summary: 's',
    tag: 't',
    open: true,
    raw: { types: ['application/x-ndjson'], limit: 100 },
    handle: async ({ ctx }) => ({ bytes: ctx.state.raw.length, text: ctx.state.raw.toString() }),
  }),
  staffEndpoint({
    method: 'DELETE',
    path: '/api/notes/:id',
    summary: 's',
    tag: 't',
    handle: async () => void notes.pop(),
  }),
  openEndpoint({
    method: 'GET',
    path: '/api/broken',
    summary: 's',
    tag: 't',
    open: true,
    handle: async () => {
      throw new TypeError('cannot read 张三 13800138000 of undefined');
    },
  }),
  openEndpoint({
    method: 'GET',
    path: '/api/store-away',
    summary: 's',
    tag: 't',
    open: true,
    handle: async () => {
      throw Object.assign(new Error('no server'), { name: 'MongoServerSelectionError' });
    },
  }),
  openEndpoint({
    method: 'GET',
    path: '/api/busy',
    summary: 's',
    tag: 't',
    open: true,
    handle: async () => {
      throw new Problem('too-many-requests', '请稍候', { retryAfterSeconds: 30 });
    },
  }),
];

function assertProblem({ status, headers, body }: Answer, expected: { status: number; code: string }): void {
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.deepEqual({ status, code: body.code }, expected);
  assert.equal(body.status, status);
  assert.equal(body.type, `urn:sanwei:problem:${expected.code}`);
  assert.equal(body.requestId, headers.get('x-request-id'));
  for (const text of [body.title, body.detail]) assert.match(text, /\p{Script=Han}/u);
}

describe('openHttp', () => {
  let server: TestServer;
  let readiness = { store: true, started: true };

  before(async () => {
    server = await startServer({
      endpoints: testEndpoints,
      bodyLimit: 1000,
      probes: {
        pingStore: async () => assert.ok(readiness.store),
        isStarted: () => readiness.started,
      },
      pages: [
        async (ctx, next) => {
          if (ctx.path !== '/page') return next();
          ctx.body = '<p>页面</p>';
        },
      ],
    });
  });
  beforeEach(() => {
    notes.length = 0;
    readiness = { store: true, started: true };
  });
  after(() => server.close());

  describe('input', () => {
    it('reaches the handler as its schemas made it', async () => {
      const { status, body } = await server.client.post('/api/notes', { title: '一', kind: 'a' });
      assert.deepEqual({ status, body }, { status: 201, body: { title: '一', kind: 'a', pages: [] } });
      assert.deepEqual((await server.client.get('/api/notes/x?limit=7')).body, {
        id: 'x',
        revision: 4,
        limit: 7,
        ifMatch: null,
      });
    });

    it('is refused with everything wrong named at once, and changes nothing', async () => {
      const refused = await server.client.post('/api/notes', { title: '', pages: [1, 'x'], extra: 1 });
      assertProblem(refused, { status: 422, code: 'invalid-input' });
      const fields = refused.body.fields.map(({ field }: { field: string }) => field);
      assert.deepEqual(fields.toSorted(), ['extra', 'kind', 'pages.1', 'title']);
      for (const { problem, remedy } of refused.body.fields) assert.ok(problem && remedy);
      assert.deepEqual(notes, []);
    });

    it('is refused in params and query alike', async () => {
      const refused = await server.client.get('/api/notes/too-long?limit=99&what=1');
      assertProblem(refused, { status: 422, code: 'invalid-input' });
      const fields = refused.body.fields.map(({ field }: { field: string }) => field);
      assert.deepEqual(fields.toSorted(), ['id', 'limit', 'what']);
    });

    for (const broken of ['一\u0000二', '一\u0008二', '一\ud800二']) {
      it(`with what no text may hold (${JSON.stringify(broken)}) is refused where it stands`, async () => {
        const refused = await server.client.post('/api/notes', { title: broken, kind: 'a' });
        assertProblem(refused, { status: 422, code: 'invalid-input' });
        assert.deepEqual(
          refused.body.fields.map(({ field }: { field: string }) => field),
          ['title'],
        );
        assert.deepEqual(notes, []);
      });
    }

    it('left out entirely has each missing field named', async () => {
      const refused = await server.client.post('/api/notes');
      assert.deepEqual(
        refused.body.fields.map(({ field }: { field: string }) => field),
        ['title', 'kind'],
      );
    });

    it('that is no JSON is refused with the place', async () => {
      const refused = await server.client.post('/api/notes', '{"title": }', { 'content-type': 'application/json' });
      assertProblem(refused, { status: 400, code: 'not-json' });
      assert.match(refused.body.detail, /第 1 行第 11 个字符/);
    });

    it('of another type, charset or encoding is refused', async () => {
      const json = JSON.stringify({ title: '一', kind: 'a' });
      const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=gbk'];
      for (const type of types) {
        const refused = await server.client.post('/api/notes', json, { 'content-type': type });
        assertProblem(refused, { status: 415, code: 'wrong-content-type' });
      }
      const zipped = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      assertProblem(await server.client.post('/api/notes', json, zipped), { status: 415, code: 'wrong-content-type' });
      assert.deepEqual(notes, []);
    });

    it('beyond the limit is refused, and the connection goes on', async () => {
      const refused = await server.client.post('/api/notes', { title: 'x'.repeat(1000), kind: 'a' });
      assertProblem(refused, { status: 413, code: 'too-large' });
      assert.equal((await server.client.post('/api/notes', { title: 'y', kind: 'a' })).status, 201);
      assert.deepEqual(notes, ['y']);
    });

    it('of unknown length is bounded as well, and its connection goes on', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const send = (size: number) =>
        new Promise<number | undefined>((resolve, reject) => {
          const headers = { 'content-type': 'application/json' };
          const asked = request(`${server.client.baseUrl}/api/notes`, { method: 'POST', agent, headers }, (answer) => {
            answer.resume().once('end', () => resolve(answer.statusCode));
          });
          asked.once('error', reject);
          for (let i = 0; i < size; i++) asked.write(' '.repeat(10_000));
          asked.end(JSON.stringify({ title: '一', kind: 'a' }));
        });
      assert.equal(await send(100), 413);
      assert.equal(await send(0), 201);
      agent.destroy();
    });

    it('comes raw where the endpoint asks for it, within its own limit', async () => {
      const type = { 'content-type': 'application/x-ndjson' };
      const taken = await server.client.post('/api/import', '{"a":1}\n{"a":2}\n', type);
      assert.deepEqual(taken.body, { bytes: 16, text: '{"a":1}\n{"a":2}\n' });
      assertProblem(await server.client.post('/api/import', 'x'.repeat(101), type), { status: 413, code: 'too-large' });
      assertProblem(await server.client.post('/api/import', {}), { status: 415, code: 'wrong-content-type' });
    });

    it('names the revision in If-Match', async () => {
      assert.equal((await server.client.get('/api/notes/x', { 'if-match': '"3"' })).body.ifMatch, 3);
      const refused = await server.client.get('/api/notes/x', { 'if-match': 'three' });
      assertProblem(refused, { status: 422, code: 'invalid-input' });
      assert.equal(refused.body.fields[0].field, 'If-Match');
    });
  });

  describe('answer', () => {
    it('carries the revision as ETag and is not kept by caches', async () => {
      const { headers } = await server.client.get('/api/notes/x');
      assert.equal(headers.get('etag'), '"4"');
      assert.equal(headers.get('cache-control'), 'no-store');
    });

    it('is 204 when there is nothing to say', async () => {
      const admin = await server.admin();
      const { status, body } = await admin.delete('/api/notes/x');
      assert.deepEqual({ status, body }, { status: 204, body: null });
    });

    it('comes from the fixed path before the open one', async () => {
      assert.deepEqual((await server.client.get('/api/notes/fixed')).body, { fixed: true });
    });

    it('carries the security headers, also on pages and problems', async () => {
      for (const path of ['/page', '/api/notes/x', '/api/nothing', '/nothing']) {
        const { headers } = await server.client.get(path);
        assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path);
        assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
        assert.equal(headers.get('strict-transport-security'), null, path);
      }
    });
  });

  describe('refusal', () => {
    it('is 401 without login, before the input is looked at', async () => {
      const refused = await server.client.delete('/api/notes/x');
      assertProblem(refused, { status: 401, code: 'not-logged-in' });
      assert.match(refused.headers.get('www-authenticate') ?? '', /Bearer/);
    });

    it('is 404 for what is not there', async () => {
      assertProblem(await server.client.get('/api/nothing'), { status: 404, code: 'not-found' });
      assertProblem(await server.client.get('/api'), { status: 404, code: 'not-found' });
      assertProblem(await server.client.get('/nothing'), { status: 404, code: 'not-found' });
    });

    it('is 405 with the ways that exist', async () => {
      const refused = await server.client.put('/api/notes/x', {});
      assertProblem(refused, { status: 405, code: 'method-not-allowed' });
      assert.equal(refused.headers.get('allow'), 'DELETE, GET, HEAD');
      assertProblem(await server.client.post('/healthz', {}), { status: 405, code: 'method-not-allowed' });
    });

    it('says when to come back', async () => {
      assert.equal((await server.client.get('/api/busy')).headers.get('retry-after'), '30');
      const away = await server.client.get('/api/store-away');
      assertProblem(away, { status: 503, code: 'unavailable' });
      assert.equal(away.headers.get('retry-after'), '10');
    });

    it('is a page for a browser outside the API', async () => {
      const { status, headers, body } = await server.client.get('/nothing', { accept: 'text/html,*/*;q=0.8' });
      assert.equal(status, 404);
      assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
      assert.match(body, /<h1>没有找到<\/h1>/);
      assert.ok(body.includes(headers.get('x-request-id')));
    });

    it('leaks nothing of an error nobody expected', async () => {
      const { status, headers, body } = await server.client.get('/api/broken?who=李四');
      assertProblem({ status, headers, body }, { status: 500, code: 'internal-error' });
      assert.doesNotMatch(JSON.stringify(body), /张三|TypeError|138|\.ts/);
      const line = server.log.find(({ msg, requestId }) => msg === 'request failed' && requestId === body.requestId);
      assert.equal(line?.error, 'TypeError');
      assert.equal(line?.route, '/api/broken');
      assert.match(String(line?.at), /open-http\.test\.ts/);
      // The whole number: three digits of it may stand in any time or id.
      assert.doesNotMatch(JSON.stringify(server.log), /张三|李四|13800138000/);
    });
  });

  describe('writes from another site', () => {
    const note = { title: '一', kind: 'a' };

    it('are refused and change nothing', async () => {
      const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      assertProblem(await server.client.post('/api/notes', note, foreign), { status: 403, code: 'no-right' });
      assert.deepEqual(notes, []);
    });

    it('are refused also when a proxy in front has its own login, which browsers add by themselves', async () => {
      const foreign = { origin: 'https://evil.example', authorization: 'Basic b2ZmaWNlOmRvb3I=' };
      assertProblem(await server.client.post('/api/notes', note, foreign), { status: 403, code: 'no-right' });
      assert.deepEqual(notes, []);
    });

    it('are refused at the login', async () => {
      const login = { name: 'admin', password: server.password };
      const refused = await server.client.post('/api/session', login, { origin: 'https://evil.example' });
      assert.equal(refused.status, 403);
      assert.equal(refused.headers.get('set-cookie'), null);
    });

    it('pass from our own pages', async () => {
      const own = { 'sec-fetch-site': 'same-origin', origin: 'http://sanwei.test' };
      assert.equal((await server.client.post('/api/notes', note, own)).status, 201);
    });
  });

  describe('request log', () => {
    it('names the route and who asked, never the address asked for', async () => {
      const admin = await server.admin();
      const { headers } = await admin.get('/api/notes/x123?limit=8');
      const line = server.log.find(({ requestId }) => requestId === headers.get('x-request-id'));
      const { method, route, status, ms, staff } = line ?? {};
      assert.deepEqual(
        { method, route, status, staff },
        { method: 'GET', route: '/api/notes/:id', status: 200, staff: null },
      );
      assert.equal(typeof ms, 'number');
      await admin.get('/api/session');
      assert.ok(server.log.some((one) => one.route === '/api/session' && one.staff === 'admin'));
      assert.doesNotMatch(JSON.stringify(server.log), /x123|limit=8|sanwei=/);
      assert.ok(!JSON.stringify(server.log).includes(server.password));
    });
  });

  describe('health', () => {
    it('is alive while the process is up', async () => {
      readiness = { store: false, started: false };
      assert.deepEqual((await server.client.get('/healthz')).body, { alive: true });
    });

    it('is ready only with store and start', async () => {
      assert.deepEqual((await server.client.get('/readyz')).body, { ready: true });
      readiness = { store: false, started: true };
      assertProblem(await server.client.get('/readyz'), { status: 503, code: 'unavailable' });
      readiness = { store: true, started: false };
      assertProblem(await server.client.get('/readyz'), { status: 503, code: 'unavailable' });
    });
  });

  describe('address of the caller', () => {
    const where = openEndpoint({
      method: 'GET',
      path: '/api/where',
      summary: 's',
      tag: 't',
      open: true,
      handle: async ({ ctx }) => ctx.ip,
    });
    // the left part is what the caller claims, the right part what the proxy next to us saw
    const forwarded = { 'x-forwarded-for': '10.0.0.7, 203.0.113.9' };

    it('is what our own proxy saw', async () => {
      const proxied = await startServer({ proxies: 1, endpoints: [where] });
      assert.equal((await proxied.client.get('/api/where', forwarded)).body, '203.0.113.9');
      await proxied.close();
    });

    it('is not what anybody claims', async () => {
      const direct = await startServer({ endpoints: [where] });
      assert.equal((await direct.client.get('/api/where', forwarded)).body, '127.0.0.1');
      await direct.close();
    });
  });
});
