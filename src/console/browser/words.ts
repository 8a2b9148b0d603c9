/** Times and numbers as people read them. Times are Beijing's (Asia/Shanghai), wherever the browser stands. */

const ZONE = 'Asia/Shanghai';

const day = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' });
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const second = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, timeStyle: 'medium' });
const count = new Intl.NumberFormat('zh-CN');

type Instant = string | Date | null | undefined;

/** 2018-07-01 */
export function toDay(at: Instant): string {
  return at ? day.format(new Date(at)) : '';
}

/** 2018-07-01 09:30 */
export function toMinute(at: Instant): string {
  return at ? `${toDay(at)} ${clock.format(new Date(at))}` : '';
}

/** 2018-07-01 09:30:05, where seconds tell what came first. */
export function toSecond(at: Instant): string {
  return at ? `${toDay(at)} ${second.format(new Date(at))}` : '';
}

/** 今天 09:30, 昨天 09:30, 07-01 09:30, 2017-07-01. */
export function toShort(at: Instant, now: Date): string {
  if (!at) return '';
  const then = toDay(at);
  if (then === toDay(now)) return `今天 ${clock.format(new Date(at))}`;
  if (then === toDay(new Date(now.getTime() - 86_400_000))) return `昨天 ${clock.format(new Date(at))}`;
  return then.slice(0, 4) === toDay(now).slice(0, 4) ? `${then.slice(5)} ${clock.format(new Date(at))}` : then;
}

/** 还有 3 小时, 已过 2 天. */
export function toSpan(at: Instant, now: Date): string {
  if (!at) return '';
  const left = new Date(at).getTime() - now.getTime();
  return `${left >= 0 ? '还有' : '已过'} ${spanOf(Math.abs(left))}`;
}

/** 5 分钟, 3 小时, 2 天. */
export function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return '不到 1 分钟';
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} 小时` : `${Math.round(hours / 24)} 天`;
}

export function toCount(value: number): string {
  return count.format(value);
}

/** 1.2 MB */
export function toSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  const kb = bytes / 1024;
  return kb < 1024 ? `${kb.toFixed(0)} KB` : `${(kb / 1024).toFixed(1)} MB`;
}

/** An instant for a day and time chosen in Beijing: '2018-07-01T09:30' → '2018-07-01T09:30:00+08:00' (no summer time since 1991). */
export function fromBeijing(local: string): string {
  return `${local.slice(0, 16)}:00+08:00`;
}
