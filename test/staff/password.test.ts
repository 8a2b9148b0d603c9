import assert from 'node:assert/strict';
import { parseOptions } from '@node-rs/argon2';
import { checkPassword, hashPassword, hashToCheck, isPassword, newPassword } from '../../src/staff/password.ts';

describe('hashPassword', () => {
  it('is argon2id with 19 MiB, two passes, one lane, and a salt of its own', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.ok(parseOptions(one).saltLen >= 16);
    assert.notEqual(one, other);
  });
});

describe('isPassword', () => {
  it('knows the right one, however an input method composed it', async () => {
    const passwordHash = await hashPassword('café 罗甸 ABC');
    assert.equal(await isPassword(passwordHash, 'cafe\u0301 罗甸 ABC'), true);
    assert.equal(await isPassword(passwordHash, 'café 罗甸 abc'), false);
  });

  it('is never true for nobody', async () => {
    assert.equal(await isPassword(null, 'correct horse'), false);
  });
});

describe('hashToCheck', () => {
  it('costs as much to check for nobody as for somebody', async () => {
    const costOf = async (hash: string | null) => {
      const { memoryCost, timeCost, parallelism, algorithm } = parseOptions(await hashToCheck(hash));
      return { memoryCost, timeCost, parallelism, algorithm };
    };
    assert.deepEqual(await costOf(null), await costOf(await hashPassword('correct horse')));
    assert.notEqual(await hashToCheck(null), '');
  });
});

describe('checkPassword', () => {
  const refused: readonly [string, string, RegExp][] = [
    ['a short one', '123456789', /少于 10 个字符/],
    ['a short one of wide characters', '密码密码密码密码密', /少于 10 个字符/],
    ['the login name', 'Zhang.San.1', /不能与登录名相同/],
    ['an endless one', 'x'.repeat(201), /超过 200 个字符/],
  ];
  for (const [name, password, problem] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(() => checkPassword(password, 'zhang.san.1', 'password'), {
        code: 'invalid-input',
        message: problem,
      });
    });
  }

  it('takes ten characters, and every password it draws itself', () => {
    checkPassword('1234567890', 'zhang', 'password');
    const drawn = new Set(Array.from({ length: 100 }, newPassword));
    for (const password of drawn) checkPassword(password, 'zhang', 'password');
    assert.equal(drawn.size, 100);
  });
});
