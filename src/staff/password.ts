/** Passwords: what is good enough, how they are kept, how a first one is drawn. */
import { hash, verify } from '@node-rs/argon2';
import { invalid } from '../errors.ts';
import { newSecret } from '../ids.ts';

/** OWASP Password Storage Cheat Sheet, Argon2id: m=19456 (19 MiB), t=2, p=1. The library's algorithm is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const SHORTEST = 10;
/** Longer than any passphrase; keeps somebody from making us hash megabytes. */
export const LONGEST_PASSWORD = 200;

/** The PHC string to store. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password.normalize('NFKC'), COST);
}

let stranger: Promise<string> | null = null;

/** What a password is held against: for nobody (null) a hash that nothing opens, which costs as much to check as a real one. */
export async function hashToCheck(passwordHash: string | null): Promise<string> {
  stranger ??= hashPassword(newSecret());
  return passwordHash ?? (await stranger);
}

/** Whether the password belongs to the hash. null (no such person) is always false and takes as long as a real one. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(await hashToCheck(passwordHash), password.normalize('NFKC'));
  return isRight && passwordHash !== null;
}

/** Throws Problem 'invalid-input' naming `field` unless the password may be used under this login name. */
export function checkPassword(password: string, name: string, field: string): void {
  const length = [...password].length;
  if (length < SHORTEST) throw invalid(field, `密码少于 ${SHORTEST} 个字符`, `请使用至少 ${SHORTEST} 个字符的密码`);
  if (length > LONGEST_PASSWORD) {
    throw invalid(field, `密码超过 ${LONGEST_PASSWORD} 个字符`, '请使用较短的密码');
  }
  if (password.normalize('NFKC').trim().toLowerCase() === name) {
    throw invalid(field, '密码不能与登录名相同', '请换一个密码');
  }
}

/** A password to be shown once: 96 bits, well beyond guessing. */
export function newPassword(): string {
  return newSecret().slice(0, 16);
}
