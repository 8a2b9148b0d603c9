/**
 * 政府网站: our own public site. Its pages are the ones all other channels link to; how they look is src/site.
 */
import { z } from 'zod';
import type { Attempt, Channel, Piece, Receipt } from '../../src/channel/contract.ts';
import type { Kind } from '../../src/channel/kind.ts';
import { find } from './find.ts';
import { limits } from './limits.ts';
import { pageAt, pageUrl } from './page-url.ts';
import { payloadOf } from './payload.ts';
import { render } from './render.ts';
import { notOurs, reply } from './reply.ts';
import { untilStopped } from './until-stopped.ts';

const website: Kind = {
  kind: 'website',
  name: '政府网站',
  settings: z.object({}),
  open({ id }, _settings, { site, siteUrl }): Channel {
    const urlOf = (page: string) => pageUrl(siteUrl, page);
    const put = async (piece: Piece, attempt: Attempt): Promise<Receipt> => {
      const { id: page, revision, url, article } = payloadOf(piece);
      const outcome = await untilStopped(attempt, () => site.put({ id: page, revision, article }));
      // A late or double delivery: the site already shows what is newer, which is what we want.
      if (outcome === 'older') attempt.log.info({ page, revision }, 'the site already has a later state of this page');
      return { state: 'done', ref: page, url };
    };
    return {
      id,
      limits,
      render,
      publish: put,
      revise: (_post, piece, attempt) => put(piece, attempt),
      withdraw: async (post, reason, attempt) => {
        await untilStopped(attempt, () => site.withdraw(post, reason, attempt.now));
        return { state: 'done', ref: post, url: urlOf(post) };
      },
      reply: (comment, text, attempt) => reply({ comment, text }, attempt, site),
      moderate: async (comment, act, attempt) => {
        const outcome = await untilStopped(attempt, () => site.moderate(comment, act));
        if (outcome === 'unknown') throw notOurs();
      },
      find: (trace, attempt) => find(trace, attempt, { site, urlOf }),
      refOfAddress: (address) => pageAt(address, siteUrl),
    };
  },
};

export default website;
