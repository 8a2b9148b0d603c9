/**
 * The troubles of a site that is a database of our own. What such a database cannot do is played by its nearest kin:
 * 'bad-gateway' is an error nobody sorted after the work is done; 'limit' is a database that says it is busy.
 */
import type { Action } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Trouble } from '../../src/channel/fake.ts';
import type { Site } from '../../src/channel/kind.ts';
import type { Clock } from '../../src/clock.ts';

/** The site with the troubles that `next` has for each order, told as it arrives. */
export function spoilSite(site: Site, next: (action: Action) => Trouble | undefined, clock: Clock): Site {
  return {
    // One call for both: the page's first revision publishes it.
    put: (page) => spoil(next(page.revision > 1 ? 'revise' : 'publish'), () => site.put(page), clock.now()),
    withdraw: (id, reason, now) => spoil(next('withdraw'), () => site.withdraw(id, reason, now), clock.now()),
    find: (id) => site.find(id),
    answer: (id, answer) => spoil(next('reply'), () => site.answer(id, answer), clock.now()),
    hasAnswer: (id, key) => site.hasAnswer(id, key),
    moderate: (id, act) => site.moderate(id, act),
  };
}

/** Does `work` and meets `trouble` on the way; undefined is none. */
async function spoil<T>(trouble: Trouble | undefined, work: () => Promise<T>, now: Date): Promise<T> {
  switch (trouble) {
    case undefined:
      return work();
    case 'reset':
      throw anError('read ECONNRESET', { code: 'ECONNRESET' });
    case 'lost-answer':
    case 'reset-after':
      await work();
      throw anError('read ECONNRESET', { code: 'ECONNRESET' });
    case 'bad-gateway':
      await work();
      throw anError('<html><body>502 Bad Gateway</body></html>', {});
    case 'bad-gateway-before':
      throw anError('<html><body>502 Bad Gateway</body></html>', {});
    case 'no-route':
      throw anError('connect ECONNREFUSED 127.0.0.1:27017', { code: 'ECONNREFUSED' });
    case 'refuse':
      throw anError('title：网站无法显示这一项。请检查内容后重新提交', { name: 'Problem', code: 'invalid-input' });
    case 'bad-login':
      throw anError('Authentication failed.', { name: 'MongoServerError', code: 18 });
    case 'limit':
      throw new ChannelFailure('limited', '网站数据库繁忙，稍后自动重试', {
        retryAt: new Date(now.getTime() + 60_000),
      });
    case 'hang':
      return new Promise<never>(() => {});
    case 'hang-after':
      await work();
      return new Promise<never>(() => {});
    default:
      throw new Error(`the site has no ${trouble} (fake-cannot.ts)`);
  }
}

function anError(message: string, details: { readonly name?: string; readonly code?: string | number }): Error {
  return Object.assign(new Error(message), details);
}
