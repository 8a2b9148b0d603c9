/**
 * Records of ours that an adapter reads before it calls: what fails here never left the house. Said in the contract's words,
 * so that no adapter takes a database that is away for an account that needs repair or a picture that is gone.
 */
import { Problem } from '../errors.ts';
import { isUnavailable } from '../store/is-unavailable.ts';
import { ChannelFailure } from './failure.ts';
import type { Media } from './kind.ts';

/** The answer; a database that is away becomes 'unreachable'. */
export async function fromOurRecords<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new ChannelFailure('unreachable', '本系统的数据库暂时不可用，尚未发出，稍后自动重试');
  }
}

/** Pictures for adapters, from where they are kept. `kept` throws Problem 'not-found' for one that is not there. */
export function openMedia(kept: Media): Media {
  return {
    async read(id) {
      try {
        return await fromOurRecords(kept.read(id));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw new ChannelFailure('refused', `图片 ${id.slice(0, 8)}… 已不在本系统。请重新上传图片并生成新版本。`);
      }
    },
  };
}
