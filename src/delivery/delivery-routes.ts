/** The board over HTTP, and what a named person may do with what does not move by itself. */
import { z } from 'zod';
import type { Channel } from '../channel/contract.ts';
import { type Endpoint, type StaffCall, staffEndpoint } from '../http/endpoint.ts';
import type { Database } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { type ByHand, confirmDelivery, getDelivery, giveUpDelivery, retryDelivery } from './act-by-hand.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { carriesPiece, pieceOf } from './piece.ts';
import { type Seen, seenPost } from './seen-post.ts';
import { showDelivery, triesOfDelivery } from './show-delivery.ts';
import type { PauseWatch } from './watch-pause.ts';

const params = z.strictObject({ id: z.string() });

const query = z.strictObject({
  state: z.enum(['waiting', 'sending', 'settling', 'done', 'stuck', 'cancelled']).optional(),
  account: z.string().optional(),
  release: z.string().optional(),
  ...pageQuery,
});

const proof = z.string().trim().max(500).describe('依据：谁、何时、在哪里核实');
const retryInput = z.strictObject({ proof: proof.default('') });
const giveUpInput = z.strictObject({ proof });
const confirmInput = z.strictObject({
  proof,
  ref: z.string().min(1).max(200).nullable().default(null).describe('平台上的编号；能由链接得知的可不填'),
  url: z.url().nullable().default(null).describe('公众可打开的地址'),
});

export interface DeliveryApp {
  readonly db: Database;
  readonly channels: { has(id: string): boolean; get(id: string): Channel };
  readonly pause: Pick<PauseWatch, 'current'>;
  /** The titles of these releases, by id; of those that are there. */
  titlesOf(releases: readonly string[]): Promise<Readonly<Record<string, string>>>;
  nudge(): void;
}

type Params = z.infer<typeof params>;

export function deliveryRoutes(app: DeliveryApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/deliveries',
      summary: '投递看板，最近的在前；titles 是所涉发布件的标题，按编号',
      tag: '投递',
      query,
      handle: async ({ query: { state, account, release, cursor, limit } }) => {
        const filter = {
          ...(state && { state }),
          ...(account && { account }),
          ...(release && { 'facts.release': release }),
        };
        const request = { filter, sort: { createdAt: -1 as const }, limit, cursor: cursor ?? null };
        const found = await page(app.db.collection<Delivery>(DELIVERIES), request);
        const pause = await app.pause.current();
        const items = found.items.map((one) => showDelivery(one, pause));
        return { items, next: found.next, titles: await app.titlesOf(releasesIn(found.items)) };
      },
    }),
    staffEndpoint<Params>({
      method: 'GET',
      path: '/api/deliveries/:id',
      summary: '一次投递，连同它的每次尝试',
      tag: '投递',
      params,
      handle: async ({ params: { id } }) => {
        const delivery = await getDelivery(app.db, id);
        const shown = showDelivery(delivery, await app.pause.current());
        const order = carriesPiece(delivery.order)
          ? { ...delivery.order, piece: await pieceOf(app.db, delivery) }
          : delivery.order;
        return { ...shown, order, triesMade: await triesOfDelivery(app.db, delivery) };
      },
    }),
    byHand(app, 'retry', '重发；结果不明的须先核实并写明依据', retryInput, (hand) => retryDelivery(app.db, hand)),
    byHand(app, 'confirm', '人工确认已经发出', confirmInput, (hand) => confirmSeen(app, hand)),
    byHand(app, 'give-up', '放弃，不再发送', giveUpInput, (hand) => giveUpDelivery(app.db, hand)),
  ];
}

function releasesIn(deliveries: readonly Delivery[]): readonly string[] {
  const named = deliveries.map(({ facts }) => facts.release).filter((id): id is string => typeof id === 'string');
  return [...new Set(named)];
}

/** Staff who put it out on the platform themselves have its address, as a rule, and no number. */
async function confirmSeen({ db, channels }: DeliveryApp, hand: ByHand & Seen): Promise<Delivery> {
  const { account, order } = await getDelivery(db, hand.id);
  const channel = channels.has(account) ? channels.get(account) : null;
  const isUnnamed = hand.ref === null && hand.url === null;
  // What was withdrawn is seen nowhere: it is the post that the withdrawal means.
  const meant = order.action === 'withdraw' && isUnnamed ? (await getDelivery(db, order.of)).ref : null;
  return await confirmDelivery(db, { ...hand, ref: meant ?? seenPost(hand, channel) });
}

function byHand<B extends { readonly proof: string }>(
  app: DeliveryApp,
  name: string,
  summary: string,
  body: z.ZodType<B>,
  act: (
    hand: B & Params & Pick<StaffCall<Params, unknown, B>, 'now'> & { by: StaffCall<Params, unknown, B>['person'] },
  ) => Promise<Delivery>,
): Endpoint {
  return staffEndpoint<Params, unknown, B>({
    method: 'POST',
    path: `/api/deliveries/:id/${name}`,
    summary,
    tag: '投递',
    params,
    body,
    handle: async (call) => {
      const delivery = await act({ ...call.body, ...call.params, by: call.person, now: call.now });
      app.nudge();
      return showDelivery(delivery, await app.pause.current());
    },
  });
}
