/**
 * Network trouble sorted by one question: can the request have arrived? Only these codes prove that it cannot; a reset, a
 * read time-out or anything unheard of may come after the platform has acted.
 */
import { ChannelFailure } from './failure.ts';

const NEVER_ARRIVED = new Map([
  ['ECONNREFUSED', '平台拒绝连接'],
  ['ENOTFOUND', '找不到平台的域名'],
  ['EAI_AGAIN', '域名解析暂时失败'],
  ['EHOSTUNREACH', '没有到平台的路由'],
  ['ENETUNREACH', '网络不通'],
  ['UND_ERR_CONNECT_TIMEOUT', '连接平台超时'],
]);

/** The failure for an error thrown by fetch or a socket; looks through `cause`, keeps none of its text. */
export function networkFailure(error: unknown): ChannelFailure {
  if (error instanceof ChannelFailure) return error;
  const code = codeOf(error);
  const why = NEVER_ARRIVED.get(code);
  if (why) return new ChannelFailure('unreachable', `${why}，未送达，稍后自动重试`, { code });
  return new ChannelFailure('uncertain', '与平台的连接中断，结果不明，先核查', { code });
}

function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === 'string' && code !== '') return code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return error instanceof Error ? error.name : '';
}
