/** Variables as text, before anything is made of them: which are set, which are kept in files, which belong to an account. */
import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable set to nothing is not set: compose files and unit files pass them on like that. */
export function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

/** NAME_FILE holds the path of a file with the value of NAME: secrets need not stand in the environment. */
export function withFiles(env: Environment, prefixes: readonly string[], problems: string[]): Environment {
  const given: Record<string, string | undefined> = { ...env };
  for (const [name, path] of Object.entries(env)) {
    if (!path || !name.endsWith('_FILE') || !prefixes.some((prefix) => name.startsWith(`${prefix}_`))) continue;
    try {
      given[name.slice(0, -'_FILE'.length)] = readFileSync(path, 'utf8').trim();
    } catch {
      problems.push(`${name}：读不到它指向的文件，请检查路径和权限`);
    }
  }
  return given;
}

/** The variables of one account without its prefix. */
export function settingsOf(prefix: string, given: Environment): Readonly<Record<string, string>> {
  const start = `${prefix}_`;
  const mine = Object.entries(given).filter(
    ([name, value]) => name.startsWith(start) && value && !name.endsWith('_FILE'),
  );
  return Object.fromEntries(mine.map(([name, value]) => [name.slice(start.length), value ?? '']));
}
