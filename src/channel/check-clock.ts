/**
 * Whether this machine's clock agrees with a platform's. Theirs stands in the Date of every answer, to the second; a clock
 * that is off moves days, deadlines and quotas, and platforms refuse signatures of another time.
 */
import { seconds } from '../clock.ts';
import type { Attempt, Finding } from './contract.ts';

/** A platform that says nothing must not hold up what else is checked. */
const PATIENCE_MS = seconds(5);
const MOST = seconds(30); // ours: far above what a slow answer and the rounding to a second add up to

/** One finding, or none when the platform does not answer or tells no time: that it is away is told elsewhere. */
export async function checkClock(
  address: string,
  { now, signal }: Pick<Attempt, 'now' | 'signal'>,
): Promise<readonly Finding[]> {
  const began = performance.now();
  const theirs = await dateOf(address, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]));
  if (theirs === null) return [];
  const ours = now.getTime() + (performance.now() - began);
  const ahead = Math.round((ours - theirs) / 1000);
  const what = '本机时钟与平台一致';
  if (Math.abs(ahead) * 1000 <= MOST) return [{ what, ok: true, remedy: null }];
  const remedy = `本机时钟比平台${ahead > 0 ? '快' : '慢'} ${Math.abs(ahead)} 秒。请在服务器上启用自动校时（如 chrony、NTP），校准后再查。`;
  return [{ what, ok: false, remedy }];
}

async function dateOf(address: string, signal: AbortSignal): Promise<number | null> {
  try {
    const answer = await fetch(address, { method: 'HEAD', redirect: 'manual', signal });
    const at = Date.parse(answer.headers.get('date') ?? '');
    return Number.isNaN(at) ? null : at;
  } catch {
    return null;
  }
}
