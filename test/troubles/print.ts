/** Writes docs/troubles.md anew: node test/troubles/print.ts */
import { writeFileSync } from 'node:fs';
import { DOCUMENT } from './document.ts';
import { toMarkdown } from './to-markdown.ts';

writeFileSync(DOCUMENT, toMarkdown());
