/** Receipt numbers for staff: giving one to somebody on the phone, and finding what a number is about. The public's page is site's. */
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { getSignalByReceipt, giveReceipt } from '../signal/give-receipt.ts';
import { signalsOf } from '../signal/signal.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import type { Database } from '../store/collection.ts';
import { lookUpReceipt, type ReceiptState, receiptStateNames } from './look-up-receipt.ts';

const numberParams = z.strictObject({
  number: z.string().max(60).describe('查询编号，如 20180702-4K7P-QMR；连字符可省'),
});
const signalParams = z.strictObject({ id: z.string() });

const givenAnswer = z.object({
  at: z.date(),
  means: z.string(),
  text: z.string().nullable().describe('公开的或直接发给此人的答复；电话、信函等为 null'),
  release: z.object({ id: z.string(), title: z.string(), url: z.string() }).nullable(),
});
const standing = z.object({
  ...{ number: z.string(), kindName: z.string(), receivedAt: z.date() },
  state: z.enum(Object.keys(receiptStateNames) as [ReceiptState, ...ReceiptState[]]),
  ...{ stateName: z.string(), explanation: z.string(), answers: z.array(givenAnswer) },
  ...{ signal: z.string(), topic: z.string().nullable() },
});

export function receiptRoutes({ db }: { readonly db: Database }): readonly Endpoint[] {
  return [
    staffEndpoint<z.infer<typeof numberParams>>({
      method: 'GET',
      path: '/api/receipts/:number',
      summary: '凭查询编号找到线索，以及来信人凭编号能看到的进展和答复',
      tag: '回应',
      params: numberParams,
      answer: standing,
      handle: async ({ params: { number }, person }) => {
        mayReadSignals(person);
        const { signal } = await getSignalByReceipt(db, number);
        return { ...(await lookUpReceipt(db, number)), signal: signal._id, topic: signal.topic };
      },
    }),
    staffEndpoint<z.infer<typeof signalParams>>({
      method: 'POST',
      path: '/api/signals/:id/receipt',
      summary: '一条线索的查询编号，供告知来信人；没有的当即编出，此后不变',
      tag: '回应',
      params: signalParams,
      answer: z.object({ number: z.string() }),
      handle: async ({ params: { id }, person, now }) => {
        mayReadSignals(person);
        const signal = await signalsOf(db).findOne({ _id: id });
        if (!signal) throw new Problem('not-found', '没有这条线索。请从事项页面重新进入。');
        return { number: await giveReceipt(db, signal, now) };
      },
    }),
  ];
}
