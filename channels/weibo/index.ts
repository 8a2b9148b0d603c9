/**
 * 微博: posts through statuses/share, reads the public's comments and answers them. The platform as its documents describe
 * it is played back in fake.ts.
 */
import type { Channel } from '../../src/channel/contract.ts';
import type { Kind } from '../../src/channel/kind.ts';
import type { WeiboAccount } from './account.ts';
import { openApi } from './api.ts';
import { check } from './check.ts';
import { pullFigures } from './figures.ts';
import { find } from './find.ts';
import { limitsOf } from './limits.ts';
import { publish } from './publish.ts';
import { pullComments } from './pull-comments.ts';
import { askQuotas } from './quotas.ts';
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
    return {
      id,
      limits: limitsOf(settings),
      render,
      publish: (piece, attempt) => publish(piece, attempt, account),
      withdraw: (post, _reason, attempt) => withdraw(post, attempt, account),
      reply: (comment, text, attempt) => reply({ comment, text }, attempt, account),
      find: (trace, attempt) => find(trace, attempt, account),
      pullComments: ({ cursor }, attempt) => pullComments(cursor, attempt, account),
      pullFigures: (wanted, attempt) => pullFigures(wanted, attempt, account),
      check: (attempt) => check(attempt, account),
      quotasLeft: (attempt) => askQuotas(attempt, account),
      close: async () => api.close(),
    };
  },
};

export default weibo;
