/** What every call of one account needs. */
import type { Tools } from '../../src/channel/kind.ts';
import type { Weixin } from './api.ts';
import type { WechatSettings } from './settings.ts';

export interface Door {
  readonly weixin: Weixin;
  readonly settings: WechatSettings;
  readonly tools: Pick<Tools, 'vault' | 'media'>;
}
