/** How Vite builds the console. No vite.config file: the build and the development server are both started from here. */
import vue from '@vitejs/plugin-vue';
import elementPlus from 'unplugin-element-plus/vite';
import type { InlineConfig } from 'vite';
import { SOURCES } from './find-build.ts';

/** Where it is reached under the service's own address. */
export const BASE = '/console/';

/**
 * No inline script and nothing from elsewhere, so that the pages' policy (http/security-headers.ts) stays as strict as the
 * site's. Pages are chunks of their own by the imports of router.ts.
 */
export function viteOptions(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: SOURCES,
    base: BASE,
    logLevel: 'warn',
    plugins: [vue(), elementPlus({})],
    define: { __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
    build: {
      outDir,
      emptyOutDir: true,
      manifest: 'manifest.json',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 900,
      target: 'es2022',
      // What several pages share comes in one piece instead of dozens: each request costs a round trip on the office's line.
      rolldownOptions: {
        output: {
          codeSplitting: { groups: [{ name: 'shared', minShareCount: 4, test: /node_modules|src.console.browser/ }] },
        },
      },
    },
  };
}
