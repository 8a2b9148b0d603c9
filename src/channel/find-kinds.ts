/**
 * The kinds of platforms installed: one per folder of channels/. A folder that cannot be loaded stops the start, since an
 * account silently without its platform would look like one nobody posts to.
 */
import { readdir } from 'node:fs/promises';
import type { Doorway } from './contract.ts';
import type { Kind } from './kind.ts';

export const CHANNELS = new URL('../../channels/', import.meta.url);

/** Kinds by name. Throws Error naming the folder when one cannot be loaded or is none. */
export async function findKinds(folder: URL = CHANNELS): Promise<ReadonlyMap<string, Kind<Doorway>>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const kinds = await Promise.all(names.sort().map((name) => loadKind(name, folder)));
  return new Map(kinds.map((kind) => [kind.kind, kind]));
}

async function loadKind(name: string, folder: URL): Promise<Kind<Doorway>> {
  const kind = await importKind(name, folder);
  if (!isKind(kind)) throw new Error(`平台类型 channels/${name}/index.ts 没有默认导出 Kind，请修复或移走该目录`);
  if (kind.kind === name) return kind;
  throw new Error(`平台类型 channels/${name}/index.ts 自称“${kind.kind}”，须与目录同名`);
}

async function importKind(name: string, folder: URL): Promise<unknown> {
  try {
    const loaded: { default?: unknown } = await import(new URL(`${name}/index.ts`, folder).href);
    return loaded.default;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `平台类型 channels/${name}/index.ts 不能加载（${why}）。请先运行 npm ci；仍不行的，修复或移走该目录`,
      { cause },
    );
  }
}

function isKind(value: unknown): value is Kind<Doorway> {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name, settings, open } = value as Partial<Kind<Doorway>>;
  const named = typeof kind === 'string' && typeof name === 'string';
  return named && typeof open === 'function' && typeof settings?.safeParse === 'function';
}
