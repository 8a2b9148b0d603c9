/**
 * `npm run export:site -- --to FOLDER [--live URL]`: the public site as files for any web server or CDN. Run again it writes only what has
 * changed. The service may run meanwhile.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config/read-config.ts';
import { copyPublic } from './interaction/copy-public-routes.ts';
import { followUnits } from './release/columns.ts';
import { tellStartTrouble } from './start-trouble.ts';
import { openDatabase } from './store/open-database.ts';
import { readUnits } from './topic/read-units.ts';

const USAGE = '用法：npm run -s export:site -- --to 文件夹 [--live https://服务地址]';

async function main(): Promise<number> {
  const { to, live = '' } = readArguments();
  if (to === undefined || (live !== '' && !/^https?:\/\/[^/]+$/.test(live))) {
    process.stderr.write(`${USAGE}\n--live 为表单、搜索所在的服务地址（不带末尾的斜杠）；与网站地址相同的不填。\n`);
    return 2;
  }
  const config = readConfig();
  followUnits(await readUnits(join(config.rules, 'units.json')));
  const store = await openDatabase(config.storeUrl);
  try {
    const { site, siteUrl } = config;
    const copied = await copyPublic({ db: store.db, config: site, siteUrl, liveUrl: live, folder: to });
    const { written, unchanged, removed, failed } = copied;
    process.stdout.write(`已写入 ${written} 个文件，${unchanged} 个没有变化，删除 ${removed} 个：${to}\n`);
    if (failed.length > 0)
      process.stderr.write(`有 ${failed.length} 个页面没有读到，保留上次的文件：${failed.join('、')}\n`);
    return failed.length > 0 ? 1 : 0;
  } finally {
    await store.close();
  }
}

function readArguments(): { readonly to?: string | undefined; readonly live?: string | undefined } {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { to: text, live: text } }).values;
  } catch {
    return {};
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`无法导出：${tellStartTrouble(error)}\n`);
    process.exit(1);
  },
);
