/** A page as HTML: its template in the frame every page has. What it says comes from pages.ts or from the public's forms. */
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import { readAssets } from './assets.ts';
import type { SiteConfig } from './site-config.ts';
import { openFrame, type PageHead } from './site-frame.ts';

/** What a template is given, and which. */
export interface Printed {
  /** A file of templates/, without its ending. */
  readonly template: string;
  readonly head: PageHead;
  readonly content: object;
}

export type Printer = (page: Printed) => string;

/** `siteUrl` has no slash at the end. */
export function openPrinter(config: SiteConfig, siteUrl: string, assets = readAssets()): Printer {
  const eta = new Eta({ views: fileURLToPath(new URL('./templates', import.meta.url)), cache: true });
  const frame = openFrame(config, siteUrl, assets);
  return ({ template, head, content }) => eta.render(`./${template}`, { ...frame(head), ...content });
}
