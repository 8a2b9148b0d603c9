/** The findings about our own side: the address the public uses, and whether the key opens what is stored. */
import type { Finding } from '../channel/contract.ts';
import { toFailure } from '../channel/failure.ts';
import { networkFailure } from '../channel/network-failure.ts';
import { openVault, type SecretRow } from '../channel/vault.ts';
import type { Database } from '../store/collection.ts';

const PATIENCE_MS = 10_000;

export function fine(what: string): Finding {
  return { what, ok: true, remedy: null };
}

/** Whether the service answers at the address the public uses. */
export async function checkSite(siteUrl: string): Promise<Finding> {
  const what = `网站地址可以访问：${siteUrl}`;
  const remedy = await askReady(siteUrl);
  return { what, ok: remedy === null, remedy };
}

async function askReady(siteUrl: string): Promise<string | null> {
  try {
    const answer = await fetch(`${siteUrl}/readyz`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    if (answer.ok && text.includes('"ready":true')) return null;
    if (answer.status === 503)
      return '服务在运行，但还不能受理（HTTP 503）：正在启动，或数据库没有应答。请查看服务日志。';
    return `答复的不是本服务（HTTP ${answer.status}）。请核对 SANWEI_SITE_URL 和反向代理的转发。`;
  } catch (error) {
    return `没有应答（${networkFailure(error).code}）。请确认服务已启动，SANWEI_SITE_URL 是公众访问的网址，域名、证书和端口都可用。`;
  }
}

/** Whether the key opens every secret that is stored. */
export async function checkKey(db: Database, key: Buffer): Promise<Finding> {
  const what = '密钥能打开保存的令牌';
  try {
    const rows = db.collection<SecretRow>('secrets');
    for (const { _id } of await rows.find({}, { projection: { _id: 1 } }).toArray()) {
      const at = _id.indexOf(':');
      await openVault({ rows, key, account: _id.slice(0, at) }).get(_id.slice(at + 1));
    }
    return fine(what);
  } catch (error) {
    return { what, ok: false, remedy: toFailure(error).message };
  }
}
