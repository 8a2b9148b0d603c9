/** The key that encrypts stored tokens: from the configuration, or a file of our own beside the embedded store. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const BYTES = 32;

/** Reads the key file, or draws a key into it (readable by its owner only). Throws when the file is no key. */
export async function readKeyFile(file: string): Promise<Buffer> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(file, randomBytes(BYTES).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  if (key.length !== BYTES)
    throw new Error(`${file} 不是有效的密钥文件（应为 64 位十六进制）。请恢复备份；若删除它，须重新登录各平台账号。`);
  return key;
}

/** Where our own files are: beside the embedded store, else ./data. */
export function dataFolder(storeUrl: string): string {
  return storeUrl.startsWith('file:') ? dirname(storeUrl.slice('file:'.length).replace(/^\/\/(?=\/)/, '')) : './data';
}
