/** The troubles our own site cannot have, with the reason: the table of troubles shows it instead of an outcome. */
import type { Action } from '../../src/channel/contract.ts';
import type { Trouble } from '../../src/channel/fake.ts';

/** Chinese, or null when it can be played. */
export function cannotPlay(trouble: Trouble, _action: Action): string | null {
  switch (trouble) {
    case 'slow-body':
      return '网站是自己的数据库，答复只有一个结果，没有会拖长的正文';
    case 'false-duplicate':
      return '网站按发布件编号写入，重复写入即覆盖，没有“已办过”的答复';
    case 'event-never':
    case 'event-once':
    case 'event-thrice':
    case 'event-early':
      return '网站当场写入，不推送事件';
    case 'clock-ahead':
    case 'clock-behind':
      return '网站与本系统同在一处，用同一个时钟';
    default:
      return null;
  }
}
