/** The kinds that can be played back: folders of channels/ with a fake.ts. */
import { access, readdir } from 'node:fs/promises';
import type { StartFake } from './fake.ts';
import { CHANNELS } from './find-kinds.ts';

/** Starters by kind. */
export async function findFakes(): Promise<ReadonlyMap<string, StartFake>> {
  const found = new Map<string, StartFake>();
  for (const name of (await readdir(CHANNELS)).sort()) {
    const file = new URL(`${name}/fake.ts`, CHANNELS);
    if (!(await exists(file))) continue;
    found.set(name, ((await import(file.href)) as { default: StartFake }).default);
  }
  return found;
}

async function exists(file: URL): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
