/**
 * 微博: posts through statuses/share, reads what the public writes there and answers it. The platform as its documents describe
 * it is played back in fake.ts.
 */
import type { Channel } from '../../src/channel/contract.ts';
import type { Kind } from '../../src/channel/kind.ts';
import type { WeiboAccount } from './account.ts';
import { openApi } from './api.ts';
import { check } from './check.ts';
import { openConnecting } from './connect.ts';
import { pullFigures } from './figures.ts';
import { find } from './find.ts';
import { limitsOf } from './limits.ts';
import { midOfAddress } from './post-url.ts';
import { publish } from './publish.ts';
import { pull } from './pull.ts';
import { askQuotas } from './quotas.ts';
import { readPushed, receive } from './receive.ts';
import { render } from './render.ts';
import { reply } from './reply.ts';
import { settingsSchema } from './settings.ts';
import { withdraw } from './withdraw.ts';

const weibo: Kind = {
  kind: 'weibo',
  name: '微博',
  settings: settingsSchema,
  open({ id }, given, tools): Channel {
    const settings = settingsSchema.parse(given);
    const api = openApi(settings, tools);
    const account: WeiboAccount = { settings, api, media: tools.media };
    const connecting = openConnecting(account, tools.vault);
    return {
      id,
      limits: limitsOf(settings),
      render,
      publish: (piece, attempt) => publish(piece, attempt, account),
      withdraw: (post, _reason, attempt) => withdraw(post, attempt, account),
      reply: (comment, text, attempt) => reply({ comment, text }, attempt, account),
      find: (trace, attempt) => find(trace, attempt, account),
      pullComments: ({ cursor }, attempt) => pull(cursor, attempt, account),
      pullFigures: (wanted, attempt) => pullFigures(wanted, attempt, account),
      ...(settings.MESSAGES === '1' && { receive: (message) => receive(settings, message), readPushed }),
      ...(connecting && { connecting }),
      refOfAddress: (address) => midOfAddress(address, settings.PAGES, settings.UID),
      allowances: api.allowances,
      check: (attempt) => check(attempt, account),
      quotasLeft: (attempt) => askQuotas(attempt, account),
      close: async () => api.close(),
    };
  },
};

export default weibo;
