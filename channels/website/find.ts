/** What became of an order to our own site. The site always knows, so the answer is never 'unknown'. */
import type { Attempt, Sighting, Trace } from '../../src/channel/contract.ts';
import type { Site } from '../../src/channel/kind.ts';
import { payloadOf } from './payload.ts';
import { untilStopped } from './until-stopped.ts';

export interface Finding {
  readonly site: Site;
  /** The address of a page by its id. */
  readonly urlOf: (id: string) => string;
}

export async function find({ order }: Trace, attempt: Attempt, { site, urlOf }: Finding): Promise<Sighting> {
  switch (order.action) {
    case 'publish':
    case 'revise': {
      const { id, revision, url } = payloadOf(order.piece);
      const page = await untilStopped(attempt, () => site.find(id));
      // A later revision or a withdrawal since then: ours was there, or came too late to matter.
      return page && page.revision >= revision ? { seen: 'done', ref: id, url } : { seen: 'absent' };
    }
    case 'withdraw': {
      const page = await untilStopped(attempt, () => site.find(order.post));
      const isGone = page === null || page.withdrawn;
      return isGone ? { seen: 'done', ref: order.post, url: urlOf(order.post) } : { seen: 'absent' };
    }
    case 'report':
      return { seen: 'refused', reason: '网站不收办理状态' };
    case 'reply': {
      const isThere = await untilStopped(attempt, () => site.hasAnswer(order.comment, attempt.key));
      return isThere ? { seen: 'done', ref: order.comment, url: null } : { seen: 'absent' };
    }
  }
}
