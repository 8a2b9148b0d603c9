/** The number of an article that staff published or confirmed by its address: an account with the right can still list it. */
import { z } from 'zod';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { NO_RIGHT } from './by-hand.ts';
import type { Door } from './door.ts';
import { idText, listOf } from './fields.ts';
import { newestPages } from './newest-pages.ts';
import { isAddressOf } from './ref.ts';
import type { Caller } from './token.ts';

const published = z.object({
  article_id: idText,
  update_time: z.coerce.number().default(0),
  content: z.object({ news_item: listOf(z.object({ url: z.string().default('') })) }),
});

const LOOK_BACK = 3; // pages, of 100 calls a day

/** null where nothing of that address is listed. Throws ChannelFailure. */
export async function findByHand(door: Door, articleId: string, caller: Caller): Promise<string | null> {
  const listing = { path: '/cgi-bin/freepublish/batchget', body: { no_content: 1 }, item: published, pages: LOOK_BACK };
  try {
    for await (const page of newestPages(door.weixin, listing, caller)) {
      const found = page.find(({ content }) => content.news_item.some(({ url }) => isAddressOf(url, articleId)));
      if (found) return found.article_id;
    }
    return null;
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === NO_RIGHT) return null;
    throw error;
  }
}
