/**
 * 微信公众号: articles published without notifying followers, their comments, followers' messages. A published article
 * cannot be changed by any call, so there is no revise(); see limits.ts.
 */
import type { Channel } from '../../src/channel/contract.ts';
import type { Kind } from '../../src/channel/kind.ts';
import { openWeixin } from './api.ts';
import { check, pushProbe } from './check.ts';
import { wechatChoices } from './choices.ts';
import { pullComments } from './comments.ts';
import type { Door } from './door.ts';
import { pullFigures } from './figures.ts';
import { find } from './find.ts';
import { join } from './join.ts';
import { limitsOf } from './limits.ts';
import { moderate } from './moderate.ts';
import { preview } from './preview.ts';
import { publish } from './publish.ts';
import { readPushed } from './pushed.ts';
import { askQuotas } from './quotas.ts';
import { openReceiver } from './receive.ts';
import { refOfAddress } from './ref.ts';
import { render } from './render.ts';
import { reply } from './reply.ts';
import { wechatSettings } from './settings.ts';
import { withdraw } from './withdraw.ts';

const wechat: Kind = {
  kind: 'wechat',
  name: '微信公众号',
  settings: wechatSettings,
  open(account, given, tools): Channel {
    const settings = wechatSettings.parse(given);
    const weixin = openWeixin(settings, tools.vault);
    const door: Door = { weixin, settings, tools };
    const house = { ...settings, id: account.id };
    return {
      id: account.id,
      limits: limitsOf(settings),
      choices: wechatChoices,
      render: (announcement) => render(announcement, house),
      join,
      preview: (piece, to, attempt) => preview(door, piece, to, attempt),
      publish: (piece, attempt) => publish(door, piece, attempt),
      withdraw: (post, _reason, attempt) => withdraw(door, post, attempt),
      reply: (comment, text, attempt) => reply(door, comment, text, attempt),
      moderate: (comment, act, attempt) => moderate(door, comment, act, attempt),
      find: (trace, attempt) => find(door, trace, attempt),
      pullComments: (from, attempt) => pullComments(door, from, attempt),
      pullFigures: (wanted, attempt) => pullFigures(door, wanted, attempt),
      refOfAddress: (address) => refOfAddress(address, settings.ARTICLE_HOST),
      receive: openReceiver(settings),
      readPushed,
      check: (attempt) => check(door, attempt),
      quotasLeft: (attempt) => askQuotas(door, attempt),
      pushProbe: (now) => pushProbe(settings, now),
      close: async () => weixin.close(),
    };
  },
};

export default wechat;
