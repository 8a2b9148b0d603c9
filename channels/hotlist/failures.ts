/**
 * What can be wrong with a source, in words for staff. Reading changes nothing, so a doubt is no more than a look that
 * failed: 'unreachable' is looked again by itself, 'locked-out' wants a person. An address may hold a key: none is told.
 */
import { ChannelFailure } from '../../src/channel/failure.ts';
import { networkFailure } from '../../src/channel/network-failure.ts';
import { after, minutes, seconds } from '../../src/clock.ts';

export function unreadable(code: string, what = '返回的内容不是设置的来源类型'): ChannelFailure {
  return new ChannelFailure('unreachable', `热榜来源${what}，稍后自动重试。如果持续出现，请核对 SOURCE 和 ADDRESS。`, {
    code,
  });
}

export function empty(): ChannelFailure {
  return new ChannelFailure('unreachable', '热榜来源返回了空榜单，多半是来源自身故障，稍后自动重试。', {
    code: 'EMPTY',
  });
}

export function wantsLogin(): ChannelFailure {
  const reason =
    '热榜来源要求登录后才能读取。未公开的接口随时可能如此：请稍后核对，或改用 DailyHotApi、newsnow、RSSHub 等来源。';
  return new ChannelFailure('locked-out', reason, { code: 'LOGIN' });
}

export function ledElsewhere(): ChannelFailure {
  const reason = '热榜来源要把读取转到另一台主机，未予跟随（只读取设置的主机）。请核对 ADDRESS，确认后填写新的网址。';
  return new ChannelFailure('locked-out', reason, { code: 'REDIRECT' });
}

/** The failure an HTTP status means; null for 200. */
export function statusFailure(status: number, retryAfter: string | null, now: Date): ChannelFailure | null {
  if (status === 200) return null;
  const code = `HTTP ${status}`;
  if (status === 429) {
    const wait = /^\d{1,5}$/.test(retryAfter ?? '') ? seconds(Number(retryAfter)) : minutes(10);
    return new ChannelFailure('limited', '热榜来源称读取过于频繁，稍后自动重试。', { code, retryAt: after(now, wait) });
  }
  if (status === 401 || status === 403) return wantsLogin();
  if (status === 404 || status === 410) {
    return new ChannelFailure('locked-out', '热榜来源没有这个地址。请核对 ADDRESS。', { code });
  }
  return new ChannelFailure('unreachable', `热榜来源报错（${code}），稍后自动重试。`, { code });
}

/** Whatever went wrong while reading, as a failure. */
export function readingFailure(error: unknown): ChannelFailure {
  const { kind, message, code } = networkFailure(error);
  if (error instanceof ChannelFailure || kind === 'unreachable')
    return new ChannelFailure(kind, message, retry(error, code));
  const why = code === 'TimeoutError' ? '没有在时限内答完' : '的连接中断';
  return new ChannelFailure('unreachable', `热榜来源${why}，稍后自动重试。`, { code });
}

function retry(error: unknown, code: string) {
  const retryAt = error instanceof ChannelFailure ? error.retryAt : null;
  return retryAt ? { code, retryAt } : { code };
}
