/**
 * Whether a platform can push to us: asks our own public address as the platform does when the address is entered there,
 * and explains what comes back. Everything between is tested with it: name, certificate, proxy, service and its settings.
 */
import type { Finding } from './contract.ts';
import { networkFailure } from './network-failure.ts';

/** What a platform asks /push/<account id> with GET when the address is entered there, and what it wants to hear. */
export interface PushProbe {
  readonly query: Readonly<Record<string, string>>;
  readonly answer: string;
}

const WHAT = '推送地址可从外部访问，签名一致';

/** `address` is our own, such as https://www.example.gov.cn/push/<account>. */
export async function checkPush(address: string, probe: PushProbe, signal: AbortSignal): Promise<Finding> {
  const remedy = await ask(`${address}?${new URLSearchParams(probe.query)}`, probe.answer, signal);
  return { what: WHAT, ok: remedy === null, remedy: remedy && `${remedy}（推送地址 ${address}）` };
}

/** What is wrong, or null. */
async function ask(url: string, wanted: string, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal });
    const text = (await answer.text()).trim();
    return answer.ok && text === wanted ? null : explain(answer.status);
  } catch (error) {
    const code = signal.aborted ? '超时' : networkFailure(error).code;
    return `没有应答（${code}）。请确认服务正在运行、SANWEI_SITE_URL 是公众访问的网址、域名和证书有效，且反向代理把 /push/ 转给本服务；如果服务器访问不了自己的公网地址，请在外网核对。`;
  }
}

function explain(status: number): string {
  if (status >= 300 && status < 400)
    return `地址被转向别处（HTTP ${status}）。请把 SANWEI_SITE_URL 和平台后台的推送地址都改成最终的网址（通常是 https）。`;
  if (status === 404)
    return '地址上没有接收推送的服务（HTTP 404）。请核对推送地址的账号编号和反向代理的 /push/ 转发；刚填写 Token 的，请重启服务。';
  if (status === 403)
    return '正在运行的服务不认这个签名（HTTP 403）。它的 Token 与这里的设置不同：请核对变量后重启服务，并与平台后台的 Token 一致。';
  if (status >= 500) return `服务或反向代理出错（HTTP ${status}）。请查看服务日志，确认服务已启动完毕。`;
  return `答复不是本服务给出的（HTTP ${status}）。请检查反向代理、防火墙或防护页面是否拦截了 /push/。`;
}
