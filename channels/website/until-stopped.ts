/** The site knows nothing of signals: this ends the waiting, not the work, so what was ordered may still be done. */
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { siteFailure } from './errors.ts';

/** The answer of `work`, or a ChannelFailure: a sorted one, or 'uncertain' as soon as the attempt is stopped. */
export async function untilStopped<T>({ signal }: Attempt, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw new ChannelFailure('unreachable', '发送前已停止，未送达，稍后自动重试');
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(new ChannelFailure('uncertain', '等待网站答复时被停止，结果不明，先核查'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(), stopped.promise]);
  } catch (error) {
    throw siteFailure(error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
