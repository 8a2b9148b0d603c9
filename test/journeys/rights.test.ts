/**
 * Every route × every role. The routes are the service's own list, so that a new one is held against the rules by itself; who may do
 * what is the table in rights.ts. Input is made from the schemas (sample-input.ts), with ids that nothing has: whoever may gets
 * anything but a refusal, whoever may not learns not even whether the thing exists.
 */
import assert from 'node:assert/strict';
import type { Endpoint } from '../../src/http/endpoint.ts';
import { allRoutes } from '../../src/routes.ts';
import { type Role, roles } from '../../src/staff/person.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';
import { rights } from './rights.ts';
import { sampleFor, type There } from './sample-input.ts';

const nameOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>) => `${method} ${path}`;

/** They end a session or a token, or stop the service from sending: asked last, or they would spoil what follows. */
const LAST = /session|password|token|pause/;

describe('every route and every role', function () {
  this.timeout(120_000);
  let office: Office;
  let endpoints: readonly Endpoint[];
  let there: There;
  const tokens = new Map<Role, string>();
  const allowed = new Map<string, readonly Role[]>();

  before(async () => {
    office = await openOffice();
    const all = [...allRoutes(office.service.app)];
    endpoints = all.sort((a, b) => Number(LAST.test(a.path)) - Number(LAST.test(b.path)));
    for (const role of roles) tokens.set(role, await hire(role));
    there = await makeThings();
    for (const endpoint of endpoints.filter(({ open }) => !open)) {
      const may: Role[] = [];
      for (const role of roles) if (await mayAsk(endpoint, role)) may.push(role);
      allowed.set(nameOf(endpoint), may);
    }
  });
  after(() => office.close());

  /** A draft, a delivery, a topic with a reply, somebody else: what most routes are about. */
  async function makeThings(): Promise<There> {
    const { drafter, responder, approver } = office.staff;
    const published = await publish(office);
    await office.settle();
    const { deliveries } = (await ok(approver.get(`/api/releases/${published.id}`))).body;
    const draft = (await ok(drafter.post('/api/releases', aDraft()))).body;
    const line = { account: 'message-board', ref: '1', kind: 'message', author: '', text: '请问读者证怎么办理？' };
    const lines = JSON.stringify({ ...line, writtenAt: '2026-03-01T09:00:00+08:00' });
    const type = { 'content-type': 'application/x-ndjson' };
    await ok(responder.post('/api/signals/import', lines, type));
    await office.settle();
    const [topic] = (await ok(responder.get('/api/topics'))).body.items;
    const [signal] = (await ok(responder.get('/api/signals'))).body.items;
    const answer = { text: '当面已答复。', means: 'phone', proof: '通话记录' };
    const reply = (await ok(responder.post(`/api/topics/${topic.id}/replies`, answer))).body;
    const [person] = (await ok(office.staff.administrator.get('/api/staff'))).body.items;
    const ids = {
      ...{ '/api/releases/': draft.id, '/api/deliveries/': deliveries[0].id, '/api/topics/': topic.id },
      ...{ '/api/replies/': reply.id, '/api/signals/:id': signal.id, '/api/staff/': person.id },
    };
    return {
      ids,
      fields: {
        revision: 1,
        period: '2018-01',
        signal: signal.id,
        proof: '截图在档案室第3柜',
        ref: 'x',
        reason: '试一试权限',
        signals: [signal.id],
      },
    };
  }

  async function hire(role: Role): Promise<string> {
    const person = { name: `only-${role}`, displayName: role, roles: [role], password: 'a-long-password-1' };
    await ok(office.staff.administrator.post('/api/staff', { ...person, mustChangePassword: false }));
    const browser = await office.staff.administrator.login(person.name, person.password);
    return (await ok(browser.post('/api/tokens', { name: 'rights', roles: [role] }))).body.token;
  }

  async function ask(endpoint: Endpoint, headers: Readonly<Record<string, string>>) {
    const { path, body, type } = sampleFor(endpoint, there);
    const stop = new AbortController();
    const response = await fetch(office.url + path, {
      method: endpoint.method,
      headers: { accept: 'application/json', ...(type && { 'content-type': type }), ...headers },
      signal: stop.signal,
      ...(body !== null && { body: body as string }),
    });
    const isShort = (response.headers.get('content-type') ?? '').includes('json');
    const problem = isShort && response.status >= 400 ? ((await response.json()) as { code?: string }) : {};
    const code = problem.code ?? null;
    stop.abort(); // some answers never end
    return { status: response.status, code };
  }

  async function mayAsk(endpoint: Endpoint, role: Role): Promise<boolean> {
    const { code, status } = await ask(endpoint, { authorization: `Bearer ${tokens.get(role)}` });
    assert.ok(status < 500 || code === 'unavailable', `${nameOf(endpoint)} as ${role}: ${status} ${code}`);
    return code !== 'no-right' && code !== 'not-logged-in';
  }

  it('lets nobody in who has not logged in, but where it is open to all', async () => {
    const found: string[] = [];
    for (const endpoint of endpoints.filter(({ open }) => !open)) {
      const { status } = await ask(endpoint, {});
      if (status !== 401) found.push(`${nameOf(endpoint)}: ${status}`);
    }
    assert.deepEqual(found, []);
  });

  it('is open to all only where the table says so', () => {
    const open = endpoints.filter((endpoint) => endpoint.open).map(nameOf);
    assert.deepEqual(
      open.filter((name) => rights[name] !== 'everybody'),
      [],
    );
  });

  it('gives each role what the table says, and nothing else', () => {
    const wrong = [...allowed].flatMap(([name, may]) => {
      const said = rights[name];
      if (said === undefined || said === 'everybody') return [];
      const meant = said === 'staff' ? roles : said;
      return meant.toSorted().join() === may.toSorted().join()
        ? []
        : [`${name}: ${may.join()} instead of ${meant.join()}`];
    });
    assert.deepEqual(wrong, []);
  });

  it('lets no role write everything: what the table does not know yet is refused to somebody', () => {
    const unknown = [...allowed].filter(([name]) => rights[name] === undefined);
    if (unknown.length > 0)
      console.warn(`      not in the table of rights yet: ${unknown.map(([name]) => name).join(', ')}`);
    const free = unknown.filter(([name, may]) => !name.startsWith('GET ') && may.length === roles.length);
    assert.deepEqual(free, []);
  });

  it('refuses every write that a page of another website makes in a browser that is logged in', async () => {
    const found: string[] = [];
    const pushes = (path: string) => path.startsWith('/push/'); // platforms are no browsers; they sign
    for (const endpoint of endpoints.filter(({ method, path }) => method !== 'GET' && !pushes(path))) {
      for (const [name, value] of [
        ['origin', 'https://evil.example'],
        ['sec-fetch-site', 'same-site'],
      ] as const) {
        const { code } = await ask(endpoint, { cookie: 'session=whatever', [name]: value });
        if (code !== 'no-right') found.push(`${nameOf(endpoint)}: ${code}`);
      }
    }
    assert.deepEqual(found, []);
  });

  it('knows no right to a route that is not there', () => {
    const there = new Set(endpoints.map(nameOf));
    assert.deepEqual(
      Object.keys(rights).filter((name) => !there.has(name)),
      [],
    );
  });

  it('prints what it found, when it is asked to', function () {
    if (!process.env.SANWEI_PRINT_RIGHTS) return this.skip();
    for (const [name, may] of allowed) console.log(JSON.stringify([name, may.length === roles.length ? 'staff' : may]));
    for (const endpoint of endpoints.filter(({ open }) => open))
      console.log(JSON.stringify([nameOf(endpoint), 'everybody']));
  });
});
