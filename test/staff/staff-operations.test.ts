import assert from 'node:assert/strict';
import type { Line } from '../../src/ledger/line.ts';
import { addStaff } from '../../src/staff/add-staff.ts';
import { changePassword } from '../../src/staff/change-password.ts';
import { changeStaff } from '../../src/staff/change-staff.ts';
import { ensureAdministrator } from '../../src/staff/first-administrator.ts';
import { issueToken } from '../../src/staff/issue-token.ts';
import type { Person } from '../../src/staff/person.ts';
import { resetPassword } from '../../src/staff/reset-password.ts';
import { revokeToken } from '../../src/staff/revoke-token.ts';
import { type Act, getStaff, staffOf, tokensOf, toPerson } from '../../src/staff/staff-store.ts';
import { openStaffStore, type TestStore } from '../http/start-server.ts';

const now = new Date('2018-07-02T09:00:00+08:00');

const unlimited = { take() {}, giveBack() {} };

describe('staff operations', () => {
  let store: TestStore;
  let admin: Person;
  let act: Act;

  beforeEach(async () => {
    store = await openStaffStore();
    await ensureAdministrator(store.db, now);
    admin = toPerson(await getStaff(store.db, 'admin'));
    act = { by: admin, now };
  });
  afterEach(() => store.close());

  async function add(name: string, roles: readonly Person['roles'][number][] = []): Promise<Person> {
    const input = { name, displayName: `${name}的姓名`, roles, password: 'first password', mustChangePassword: true };
    return toPerson((await addStaff(store.db, input, act)).staff);
  }

  async function linesOf(id: string): Promise<readonly Line[]> {
    return (await getStaff(store.db, id)).unposted;
  }

  /** The operation is refused with this code, and neither records nor lines change. */
  async function refusesCleanly(code: string, operation: () => Promise<unknown>): Promise<void> {
    const all = async () => [await staffOf(store.db).find({}).toArray(), await tokensOf(store.db).find({}).toArray()];
    const before = await all();
    await assert.rejects(operation, { name: 'Problem', code });
    assert.deepEqual(await all(), before);
  }

  describe('ensureAdministrator', () => {
    it('makes one with every role, and a line, and does nothing afterwards', async () => {
      const { roles, active, mustChangePassword } = await getStaff(store.db, 'admin');
      assert.equal(roles.length, 6);
      assert.deepEqual({ active, mustChangePassword }, { active: true, mustChangePassword: false });
      assert.deepEqual(
        (await linesOf('admin')).map(({ _id, by }) => [_id, by]),
        [['staff.added:admin', 'system']],
      );
      assert.equal(await ensureAdministrator(store.db, now), null);
    });

    it('makes one however many processes start together', async () => {
      await staffOf(store.db).deleteMany({});
      const made = await Promise.all([1, 2, 3].map(() => ensureAdministrator(store.db, now)));
      assert.equal(made.filter((one) => one !== null).length, 1);
      assert.equal(await staffOf(store.db).countDocuments({}), 1);
    });
  });

  describe('addStaff', () => {
    it('adds with one line that names roles and no person', async () => {
      const { id } = await add('Zhang.San', ['drafter', 'drafter']);
      const staff = await getStaff(store.db, id);
      assert.equal(staff.name, 'zhang.san');
      assert.deepEqual(staff.roles, ['drafter']);
      assert.match(staff.passwordHash, /^\$argon2id\$/);
      const [line, ...more] = await linesOf(id);
      assert.deepEqual(more, []);
      assert.equal(line?._id, `staff.added:${id}`);
      assert.doesNotMatch(JSON.stringify(line), /zhang|姓名|password|argon/i);
    });

    it('draws a password when none is given', async () => {
      const input = { name: 'li.si', displayName: '李四', roles: [], password: null, mustChangePassword: true };
      const { password, staff } = await addStaff(store.db, input, act);
      assert.ok(password.length >= 16);
      assert.equal(staff.mustChangePassword, true);
    });

    it('refuses a taken name however it is written', async () => {
      await add('zhang.san');
      await refusesCleanly('already-exists', () => add('ＺＨＡＮＧ.san '));
    });

    it('refuses bad names, bad passwords and people without the right', async () => {
      await refusesCleanly('invalid-input', () => add('a b'));
      await refusesCleanly('invalid-input', () => add('first password'));
      const drafter = await add('zhang.san', ['drafter']);
      act = { by: drafter, now };
      await refusesCleanly('no-right', () => add('li.si'));
    });
  });

  describe('changeStaff', () => {
    it('changes with one line per revision', async () => {
      const { id } = await add('zhang.san', ['drafter']);
      const after = await changeStaff(store.db, { id, revision: 1, roles: ['reviewer'] }, act);
      assert.deepEqual([after.revision, after.roles], [2, ['reviewer']]);
      await changeStaff(store.db, { id, revision: null, displayName: '新名', active: false }, act);
      const lines = await linesOf(id);
      assert.deepEqual(
        lines.map(({ _id }) => _id),
        [`staff.added:${id}`, `staff.changed:${id}:2`, `staff.changed:${id}:3`],
      );
      assert.deepEqual(lines[2]?.facts, { changed: ['displayName', 'active'], roles: ['reviewer'], active: false });
    });

    it('refuses a revision that is over, unknown people and people without the right', async () => {
      const person = await add('zhang.san', ['drafter']);
      await changeStaff(store.db, { id: person.id, revision: 1, roles: [] }, act);
      await refusesCleanly('stale-revision', () =>
        changeStaff(store.db, { id: person.id, revision: 1, active: false }, act),
      );
      await refusesCleanly('not-found', () => changeStaff(store.db, { id: 'x', revision: null, active: false }, act));
      const own = { id: person.id, revision: null, roles: ['administrator'] as const };
      await refusesCleanly('no-right', () => changeStaff(store.db, own, { by: person, now }));
    });

    it('keeps the last active administrator', async () => {
      const other = await add('zhang.san', ['administrator']);
      await changeStaff(store.db, { id: other.id, revision: null, active: false }, act);
      await refusesCleanly('wrong-state', () =>
        changeStaff(store.db, { id: 'admin', revision: null, roles: ['drafter'] }, act),
      );
      await refusesCleanly('wrong-state', () =>
        changeStaff(store.db, { id: 'admin', revision: null, active: false }, act),
      );
      await changeStaff(store.db, { id: 'admin', revision: null, roles: ['administrator'] }, act);
    });

    it('keeps one administrator when all are removed at the same time', async () => {
      const others = [await add('zhang.san', ['administrator']), await add('li.si', ['administrator'])];
      const ids = ['admin', ...others.map(({ id }) => id)];
      for (let i = 0; i < 3; i++) {
        await Promise.allSettled(ids.map((id) => changeStaff(store.db, { id, revision: null, roles: [] }, act)));
        assert.ok((await staffOf(store.db).countDocuments({ active: true, roles: 'administrator' })) >= 1);
      }
    });
  });

  describe('passwords', () => {
    it('change with the old one, leaving one line without it', async () => {
      const person = await add('zhang.san');
      const change = { old: 'first password', new: 'second password', sessionToken: null };
      await changePassword({ db: store.db, attempts: unlimited }, change, { by: person, now });
      const staff = await getStaff(store.db, person.id);
      assert.equal(staff.mustChangePassword, false);
      assert.deepEqual(
        staff.unposted.map(({ what }) => what),
        ['staff.added', 'staff.changed'],
      );
      assert.deepEqual(staff.unposted[1]?.facts, { changed: ['password'] });
    });

    it('stay when the old one is wrong or the new one no good', async () => {
      const by = await add('zhang.san');
      const good = { old: 'first password', new: 'second password', sessionToken: null };
      for (const bad of [{ old: 'wrong password' }, { new: 'short' }, { new: 'first password' }]) {
        await refusesCleanly('invalid-input', () =>
          changePassword({ db: store.db, attempts: unlimited }, { ...good, ...bad }, { by, now }),
        );
      }
    });

    it('are reset by administrators only', async () => {
      const person = await add('zhang.san');
      const password = await resetPassword(store.db, person.id, act);
      assert.ok(password.length >= 16);
      const staff = await getStaff(store.db, person.id);
      assert.equal(staff.mustChangePassword, true);
      assert.deepEqual(staff.unposted[1]?.facts, { changed: ['password'], reset: true });
      await refusesCleanly('no-right', () => resetPassword(store.db, 'admin', { by: person, now }));
    });
  });

  describe('tokens', () => {
    const input = { name: '网站', roles: ['drafter'] as const, expiresOn: null };

    it('are issued and revoked with one line each, which names no secret', async () => {
      const { token, secret } = await issueToken(store.db, input, act);
      await revokeToken(store.db, token._id, act);
      await revokeToken(store.db, token._id, act);
      const stored = await tokensOf(store.db).findOne({ _id: token._id });
      assert.deepEqual(
        stored?.unposted.map(({ what, subject }) => [what, subject]),
        [
          ['staff.token-issued', 'admin'],
          ['staff.token-revoked', 'admin'],
        ],
      );
      assert.ok(!JSON.stringify(stored).includes(secret));
    });

    it('are refused for roles the issuer lacks and for days gone by', async () => {
      const by = await add('zhang.san', ['responder']);
      await refusesCleanly('invalid-input', () => issueToken(store.db, input, { by, now }));
      await refusesCleanly('invalid-input', () => issueToken(store.db, { ...input, expiresOn: '2018-07-01' }, act));
    });

    it('are revoked by the owner or an administrator', async () => {
      const owner = await add('zhang.san', ['drafter']);
      const other = await add('li.si', ['drafter']);
      const { token } = await issueToken(store.db, input, { by: owner, now });
      await refusesCleanly('no-right', () => revokeToken(store.db, token._id, { by: other, now }));
      await refusesCleanly('not-found', () => revokeToken(store.db, 'x', act));
      await revokeToken(store.db, token._id, { by: owner, now });
    });
  });
});
