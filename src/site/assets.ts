/** The style sheet and the icon, under names that change with their content, so that browsers may keep them for ever. */
import { readFileSync } from 'node:fs';
import { digestOf } from '../ids.ts';

export interface Asset {
  readonly type: string;
  readonly content: string;
}

export interface Assets {
  readonly stylePath: string;
  /** By path. */
  readonly files: ReadonlyMap<string, Asset>;
}

/** Reads the files beside this one. */
export function readAssets(): Assets {
  const style = readFileSync(new URL('./site.css', import.meta.url), 'utf8');
  const icon = readFileSync(new URL('./icon.svg', import.meta.url), 'utf8');
  const stylePath = `/assets/site.${digestOf(style).slice(0, 12)}.css`;
  const files = new Map([
    [stylePath, { type: 'text/css; charset=utf-8', content: style }],
    ['/assets/icon.svg', { type: 'image/svg+xml', content: icon }],
  ]);
  return { stylePath, files };
}
