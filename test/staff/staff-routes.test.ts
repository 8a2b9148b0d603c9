import assert from 'node:assert/strict';
import { days, minutes } from '../../src/clock.ts';
import { staffEndpoint } from '../../src/http/endpoint.ts';
import type { Role } from '../../src/staff/person.ts';
import { requireRole } from '../../src/staff/person.ts';
import { startServer, type TestServer } from '../http/start-server.ts';
import type { Client } from '../support/api.ts';

/** Says as whom one is let in; needs the right to draft. */
const drafting = staffEndpoint({
  method: 'POST',
  path: '/api/drafting',
  summary: '起草',
  tag: 't',
  handle: async ({ person }) => {
    requireRole(person, 'drafter');
    return person;
  },
});

const PASSWORD = 'a good password';

describe('staffRoutes', () => {
  let server: TestServer;
  let admin: Client;

  beforeEach(async () => {
    server = await startServer({ endpoints: [drafting] });
    admin = await server.admin();
  });
  afterEach(() => server.close());

  /** Adds somebody whose password is their own already; the id. */
  async function add(name: string, roles: readonly Role[]): Promise<string> {
    const input = { name, displayName: `${name}的姓名`, roles, password: PASSWORD, mustChangePassword: false };
    const { status, body } = await admin.post('/api/staff', input);
    assert.equal(status, 201);
    return body.id;
  }

  describe('logging in', () => {
    it('opens a session in a cookie no script and no other site can use', async () => {
      const { status, headers, body } = await server.client.post('/api/session', {
        name: 'Admin',
        password: server.password,
      });
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(body.person), [
        'id',
        'name',
        'displayName',
        'roles',
        'unit',
        'isHead',
        'mustChangePassword',
        'via',
      ]);
      const [cookie = ''] = headers.getSetCookie();
      assert.match(cookie, /^sanwei=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
      assert.equal((await server.client.get('/api/session')).body.person.name, 'admin');
    });

    it('marks the cookie Secure and asks for https where the site has it', async () => {
      const secure = await startServer({ publicUrl: 'https://sanwei.test' });
      const { headers } = await secure.client.post('/api/session', { name: 'admin', password: secure.password });
      assert.match(headers.getSetCookie()[0] ?? '', /; Secure$/);
      assert.match(headers.get('strict-transport-security') ?? '', /max-age/);
      await secure.close();
    });

    it('tells nobody whether name or password was wrong, or the account inactive', async () => {
      const id = await add('zhang.san', []);
      await admin.patch(`/api/staff/${id}`, { active: false });
      const attempts = [
        { name: 'nobody', password: PASSWORD },
        { name: 'admin', password: PASSWORD },
        { name: 'zhang.san', password: PASSWORD },
      ];
      const answers = await Promise.all(attempts.map((attempt) => server.client.post('/api/session', attempt)));
      for (const { status, body, headers } of answers) {
        assert.deepEqual([status, body.code, body.detail], [401, 'wrong-login', answers[0]?.body.detail]);
        assert.equal(headers.get('set-cookie'), null);
      }
    });

    it('refuses guessing at one name, until the window is over', async () => {
      const guess = () => server.client.post('/api/session', { name: 'admin', password: 'wrong guess' });
      const right = () => server.client.post('/api/session', { name: 'admin', password: server.password });
      const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await guess()).status));
      assert.deepEqual(statuses.filter((status) => status === 429).length, 2);
      const refused = await right();
      assert.deepEqual([refused.status, refused.body.code], [429, 'too-many-requests']);
      assert.equal(refused.headers.get('retry-after'), '900');
      server.clock.pass(minutes(15));
      assert.equal((await right()).status, 200);
    });

    it('does not count the logins that succeed', async () => {
      for (let i = 0; i < 12; i++) await server.admin();
    });

    it('ends by logging out, also for a copy of the cookie', async () => {
      const copy = { cookie: `sanwei=${admin.cookie('sanwei')}` };
      assert.equal((await server.client.get('/api/session', copy)).status, 200);
      const { status, headers } = await admin.delete('/api/session');
      assert.equal(status, 204);
      assert.match(headers.get('set-cookie') ?? '', /Max-Age=0/);
      assert.equal(admin.cookie('sanwei'), null);
      assert.equal((await server.client.get('/api/session', copy)).status, 401);
      assert.equal((await admin.delete('/api/session')).status, 204);
    });
  });

  describe('people', () => {
    it('are listed without their secrets', async () => {
      await add('zhang.san', ['drafter']);
      const { body } = await admin.get('/api/staff');
      assert.deepEqual(
        body.items.map(({ name }: { name: string }) => name),
        ['admin', 'zhang.san'],
      );
      assert.doesNotMatch(JSON.stringify(body), /argon|password"|unposted|vouched/);
    });

    it('lose a right at once, in the middle of a session', async () => {
      const id = await add('zhang.san', ['drafter']);
      const zhang = await server.client.login('zhang.san', PASSWORD);
      assert.equal((await zhang.post('/api/drafting')).status, 200);
      await admin.patch(`/api/staff/${id}`, { roles: ['responder'] });
      const refused = await zhang.post('/api/drafting');
      assert.deepEqual([refused.status, refused.body.code], [403, 'no-right']);
    });

    it('are out at once when set inactive', async () => {
      const id = await add('zhang.san', ['drafter']);
      const zhang = await server.client.login('zhang.san', PASSWORD);
      await admin.patch(`/api/staff/${id}`, { active: false });
      assert.equal((await zhang.get('/api/session')).status, 401);
      await admin.patch(`/api/staff/${id}`, { active: true });
      assert.equal((await zhang.get('/api/session')).status, 401);
    });

    it('are not changed over a newer revision', async () => {
      const id = await add('zhang.san', ['drafter']);
      const { headers } = await admin.patch(`/api/staff/${id}`, { roles: [] }, { 'if-match': '"1"' });
      assert.equal(headers.get('etag'), '"2"');
      const refused = await admin.patch(`/api/staff/${id}`, { roles: ['approver'] }, { 'if-match': '"1"' });
      assert.deepEqual([refused.status, refused.body.code], [409, 'stale-revision']);
    });

    it('cannot give themselves rights', async () => {
      const id = await add('zhang.san', ['drafter']);
      const zhang = await server.client.login('zhang.san', PASSWORD);
      assert.equal((await zhang.patch(`/api/staff/${id}`, { roles: ['approver'] })).status, 403);
      assert.equal((await zhang.post('/api/staff', { name: 'x1', displayName: 'x' })).status, 403);
      assert.equal((await zhang.post('/api/staff/admin/password')).status, 403);
    });

    it('keep a last administrator', async () => {
      const refused = await admin.patch('/api/staff/admin', { active: false });
      assert.deepEqual([refused.status, refused.body.code], [409, 'wrong-state']);
      assert.equal((await admin.get('/api/session')).status, 200);
    });
  });

  describe('passwords', () => {
    it('set by somebody else must be changed before anything else', async () => {
      const { body: added } = await admin.post('/api/staff', {
        name: 'zhang.san',
        displayName: '张三',
        roles: ['drafter'],
      });
      const zhang = await server.client.login('zhang.san', added.password);
      assert.equal((await zhang.get('/api/session')).body.person.mustChangePassword, true);
      assert.equal((await zhang.post('/api/drafting')).status, 403);
      const change = { old: added.password, new: PASSWORD };
      assert.equal((await zhang.post('/api/session/password', change)).status, 204);
      assert.equal((await zhang.post('/api/drafting')).status, 200);
      await server.client.login('zhang.san', PASSWORD);
    });

    it('when changed end the other sessions', async () => {
      await add('zhang.san', []);
      const [here, there] = [
        await server.client.login('zhang.san', PASSWORD),
        await server.client.login('zhang.san', PASSWORD),
      ];
      await here.post('/api/session/password', { old: PASSWORD, new: 'another good one' });
      assert.equal((await here.get('/api/session')).status, 200);
      assert.equal((await there.get('/api/session')).status, 401);
    });

    it('when changed name the field that is wrong', async () => {
      const wrong = await admin.post('/api/session/password', { old: 'wrong guess', new: PASSWORD });
      assert.deepEqual([wrong.status, wrong.body.fields[0].field], [422, 'old']);
      const short = await admin.post('/api/session/password', { old: server.password, new: 'short' });
      assert.deepEqual([short.status, short.body.fields[0].field], [422, 'new']);
    });

    it('cannot be guessed from an open browser', async () => {
      const guess = async () => (await admin.post('/api/session/password', { old: 'wrong', new: PASSWORD })).status;
      for (let i = 0; i < 10; i++) assert.equal(await guess(), 422);
      assert.equal(await guess(), 429);
    });

    it('when reset are shown once and end all sessions', async () => {
      const id = await add('zhang.san', ['drafter']);
      const zhang = await server.client.login('zhang.san', PASSWORD);
      const { body } = await admin.post(`/api/staff/${id}/password`);
      assert.equal((await zhang.get('/api/session')).status, 401);
      const again = await server.client.login('zhang.san', body.password);
      assert.equal((await again.get('/api/session')).body.person.mustChangePassword, true);
    });
  });

  describe('tokens', () => {
    const input = { name: '门户网站', roles: ['drafter', 'responder'] };

    async function issue(browser: Client, changes: object = {}): Promise<{ token: string; id: string }> {
      const { status, body } = await browser.post('/api/tokens', { ...input, ...changes });
      assert.equal(status, 201);
      return { token: body.token, id: body.record.id };
    }

    it('act for their owner with the roles they were given', async () => {
      const { token } = await issue(admin, { roles: ['drafter'] });
      const { body } = await server.client.as(token).post('/api/drafting');
      assert.deepEqual(body, { id: 'admin', name: 'admin', roles: ['drafter'] });
    });

    it('are shown once and kept as a digest', async () => {
      const { token } = await issue(admin);
      const { body } = await admin.get('/api/tokens');
      assert.equal(body.items.length, 1);
      assert.ok(!JSON.stringify(body).includes(token));
      assert.doesNotMatch(JSON.stringify(body), /digest/);
    });

    it('shrink with the person and die with the account', async () => {
      const id = await add('zhang.san', ['drafter', 'responder']);
      const { token } = await issue(await server.client.login('zhang.san', PASSWORD));
      const system = server.client.as(token);
      assert.equal((await system.post('/api/drafting')).status, 200);
      await admin.patch(`/api/staff/${id}`, { roles: ['responder'] });
      assert.deepEqual((await system.get('/api/session')).body.person.roles, ['responder']);
      assert.equal((await system.post('/api/drafting')).status, 403);
      await admin.patch(`/api/staff/${id}`, { active: false });
      assert.equal((await system.get('/api/session')).status, 401);
    });

    it('never grow with the person', async () => {
      const id = await add('zhang.san', ['responder']);
      const { token } = await issue(await server.client.login('zhang.san', PASSWORD), { roles: ['responder'] });
      await admin.patch(`/api/staff/${id}`, { roles: ['responder', 'drafter'] });
      assert.deepEqual((await server.client.as(token).get('/api/session')).body.person.roles, ['responder']);
    });

    it('end with their last Beijing day', async () => {
      const { token } = await issue(admin, { expiresOn: '2018-07-03' });
      const system = server.client.as(token);
      server.clock.pass(days(2) - minutes(9 * 60 + 1));
      assert.equal(server.clock.now().toISOString(), '2018-07-03T15:59:00.000Z');
      assert.equal((await system.get('/api/session')).status, 200);
      server.clock.pass(minutes(1));
      assert.equal((await system.get('/api/session')).status, 401);
    });

    it('end when revoked', async () => {
      const { token, id } = await issue(admin);
      assert.equal((await admin.delete(`/api/tokens/${id}`)).status, 204);
      assert.equal((await server.client.as(token).get('/api/session')).status, 401);
      assert.deepEqual((await admin.get('/api/tokens')).body.items, []);
    });

    it('are seen by their owner and administrators only', async () => {
      await issue(admin);
      await add('zhang.san', ['drafter']);
      const zhang = await server.client.login('zhang.san', PASSWORD);
      await issue(zhang, { roles: ['drafter'] });
      assert.equal((await zhang.get('/api/tokens')).body.items.length, 1);
      assert.equal((await admin.get('/api/tokens')).body.items.length, 2);
    });

    it('can neither make tokens nor change passwords', async () => {
      const { token } = await issue(admin, { roles: ['administrator'] });
      const system = server.client.as(token);
      assert.equal((await system.post('/api/tokens', { name: 'x', roles: ['administrator'] })).status, 403);
      assert.equal((await system.post('/api/session/password', { old: server.password, new: PASSWORD })).status, 403);
      assert.equal((await system.post('/api/staff/admin/password')).status, 403);
    });

    it('made up or misspelt are nobody, whatever cookie comes along', async () => {
      const headers = { authorization: 'Bearer sanwei_madeup' };
      assert.equal((await admin.get('/api/session', headers)).status, 401);
    });

    it('need no guard against other sites, since no browser adds one', async () => {
      const { token } = await issue(admin);
      const { status } = await server.client
        .as(token)
        .post('/api/drafting', undefined, { origin: 'https://portal.example' });
      assert.equal(status, 200);
    });
  });
});
