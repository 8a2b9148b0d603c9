/** The troubles this platform cannot have, with the reason: the table of troubles shows it instead of an outcome. */
import type { Action } from '../../src/channel/contract.ts';
import type { Trouble } from '../../src/channel/fake.ts';

/** Chinese, or null when it can be played. A correction (revise) is a new article here, so it can have all of publish's. */
export function cannotPlay(trouble: Trouble, action: Action): string | null {
  const publishes = action === 'publish' || action === 'revise';
  return trouble.startsWith('event-') && !publishes ? '公众号只为发布任务推送结果' : null;
}
