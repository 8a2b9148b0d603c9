/** The troubles a hotline cannot have, with the reason. */
import type { Action } from '../../src/channel/contract.ts';
import type { Trouble } from '../../src/channel/fake.ts';

/** Chinese, or null when it can be played. */
export function cannotPlay(trouble: Trouble, action: Action): string | null {
  if (action !== 'reply' && action !== 'report') return '热线只办工单，不能发布';
  switch (trouble) {
    case 'no-route':
      return '热线的模拟与其他地址同在本机，断网由测试另行模拟';
    case 'slow-body':
      return '热线的应答只有一行';
    case 'false-duplicate':
      return '热线按指令编号收答复，重复即覆盖，没有“已办过”的答复';
    case 'event-never':
    case 'event-once':
    case 'event-thrice':
    case 'event-early':
      return '热线当场答复，不推送结果';
    default:
      return null;
  }
}
