/** The troubles this platform cannot have, with the reason: the table of troubles shows it instead of an outcome. */
import type { Action } from '../../src/channel/contract.ts';
import type { Trouble } from '../../src/channel/fake.ts';

/** Chinese, or null when it can be played. */
export function cannotPlay(trouble: Trouble, _action: Action): string | null {
  return trouble.startsWith('event-') ? '微博当场答复结果，不推送事件' : null;
}
