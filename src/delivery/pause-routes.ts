/** 暂停全部发送 over HTTP: pause, resume, and what a pause holds. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import type { Database } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { countHeld, heldBy, lastPause, type Pause, pauseAll, resumeAll } from './pause.ts';
import { showDelivery } from './show-delivery.ts';
import type { PauseWatch } from './watch-pause.ts';

const query = z.strictObject({
  ...pageQuery,
});

const pauseInput = z.strictObject({
  reason: z.string().trim().min(1).max(200).describe('暂停的原因，显示在每件被暂停的投递上'),
  urgentGoes: z.boolean().default(false).describe('true：紧急发布件照常发出'),
});

type PauseInput = z.infer<typeof pauseInput>;

export interface PauseApp {
  readonly db: Database;
  readonly pause: PauseWatch;
  nudge(): void;
}

export function pauseRoutes(app: PauseApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/sending',
      summary: '是否已暂停全部发送，暂停了哪些投递；最近一次暂停的经过',
      tag: '投递',
      query,
      handle: async ({ query: { cursor, limit }, now }) => {
        const last = await lastPause(app.db);
        if (!last?.isOn) return { ...NOTHING_HELD, last: last && showEnded(last) };
        const held = await countHeld(app.db, last, now);
        const request = { filter: heldBy(last, now), sort: { createdAt: -1 as const }, limit, cursor: cursor ?? null };
        const found = await page(app.db.collection<Delivery>(DELIVERIES), request);
        const items = found.items.map((one) => showDelivery(one, last));
        return { ...showSwitch(last), held, items, next: found.next, last: null };
      },
    }),
    staffEndpoint<unknown, unknown, PauseInput>({
      method: 'POST',
      path: '/api/sending/pause',
      summary: '暂停全部发送：尚未发出的一律不发，已在发送的照常核查',
      tag: '投递',
      body: pauseInput,
      handle: async ({ body, person, now }) => {
        await pauseAll(app.db, { ...body, by: person, now });
        return await changed(app, now);
      },
    }),
    staffEndpoint({
      method: 'POST',
      path: '/api/sending/resume',
      summary: '恢复发送：被暂停的投递按紧急程度和时间先后发出',
      tag: '投递',
      handle: async ({ person, now }) => {
        await resumeAll(app.db, { by: person, now });
        return await changed(app, now);
      },
    }),
  ];
}

/** The switch as it stands after a change; the lanes hear of it at once. */
async function changed(app: PauseApp, now: Date) {
  app.pause.changed();
  app.nudge();
  const last = await lastPause(app.db);
  if (!last?.isOn) return { ...showSwitch(null), last: last && showEnded(last) };
  return { ...showSwitch(last), held: await countHeld(app.db, last, now), last: null };
}

function showSwitch(pause: Pause | null) {
  if (!pause) return { isOn: false, since: null, by: null, reason: null, urgentGoes: null };
  const { at, by, reason, urgentGoes } = pause;
  return { isOn: true, since: at, by, reason, urgentGoes };
}

/** A pause that is over: what it held is known by number, its line in the ledger says the same. */
function showEnded({ reason, urgentGoes, at, by, endedAt, endedBy, held }: Pause) {
  return { reason, urgentGoes, from: at, by, to: endedAt, endedBy, held };
}

const NOTHING_HELD = { ...showSwitch(null), held: { total: 0, accounts: [] }, items: [], next: null };
