/**
 * Who may read /metrics: with a token configured, whoever shows it; without one, this machine and private networks, where
 * collectors stand. What came through a proxy that is not configured has lost its origin and is not taken for local.
 */
import { timingSafeEqual } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import { digestOf } from '../ids.ts';

export interface Asking {
  /** The bearer token shown, or null. */
  readonly bearer: string | null;
  /** Address of the caller, proxies of ours taken off. */
  readonly ip: string;
  /** Whether a proxy has passed it on. */
  readonly isForwarded: boolean;
}

export interface MetricsDoor {
  readonly token: string | null;
  /** Proxies of ours in front. */
  readonly proxies: number;
}

/** Loopback, RFC 1918, RFC 4193, link-local (RFC 3927, RFC 4291). */
const NEAR = new BlockList();
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  NEAR.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  NEAR.addSubnet(net, bits, 'ipv6');
}

/** null when they may, else what to do about it; Chinese. */
export function refusedMetrics({ bearer, ip, isForwarded }: Asking, { token, proxies }: MetricsDoor): string | null {
  if (token !== null) {
    if (bearer !== null && isSame(bearer, token)) return null;
    return '读取运行指标须附访问令牌。请以 Authorization: Bearer 附上 SANWEI_METRICS_TOKEN 的值。';
  }
  if (isForwarded && proxies === 0) {
    return '请求经过未登记的代理，无法确认来源。请设置 SANWEI_PROXIES，或设置 SANWEI_METRICS_TOKEN 后凭令牌读取。';
  }
  if (isNear(ip)) return null;
  return '运行指标只对本机和内网开放。从其他地址读取，请设置 SANWEI_METRICS_TOKEN 后凭令牌读取。';
}

function isNear(ip: string): boolean {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return NEAR.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** Digests are of one length whatever was shown, and take the same time to compare. */
function isSame(shown: string, token: string): boolean {
  return timingSafeEqual(Buffer.from(digestOf(shown)), Buffer.from(digestOf(token)));
}
