/** Servers from Debian's packages, installed when they are missing. */
import { spawnSync } from 'node:child_process';

/** Finds a program, or installs the package that has it; throws with what to do when that fails. */
export function programOf(find: () => string | null, debianPackage: string): string {
  const found = find();
  if (found) return found;
  console.error(`installing ${debianPackage} …`);
  const run = (...args: readonly string[]) =>
    spawnSync('apt-get', [...args], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  run('update', '-q');
  run('install', '-y', '--no-install-recommends', debianPackage);
  const installed = find();
  if (installed) return installed;
  throw new Error(
    `${debianPackage} is missing and apt-get could not install it: as root, apt-get install ${debianPackage}`,
  );
}
