/**
 * Checks the types of the console's pages, templates included. vue-tsc needs TypeScript's old programming interface, which
 * TypeScript 7 does not have, so it is given a TypeScript 5 of its own; everything else is checked by 7.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { run } = require('vue-tsc') as { run(tscPath: string): void };

process.argv.push('--noEmit', '-p', join(import.meta.dirname, 'browser'));
run(require.resolve('typescript-5/lib/tsc.js'));
