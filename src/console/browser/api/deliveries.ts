/** Deliveries as the API shows them, and what a person may do with one. */
import type { showDelivery, showTry } from '../../../delivery/show-delivery.ts';
import { api } from './client.ts';
import type { Json, Listed } from './json.ts';

export type Delivery = Json<ReturnType<typeof showDelivery>>;
export type Try = Json<ReturnType<typeof showTry>>;
export type DeliveryState = Delivery['state'];

export interface Board extends Listed<Delivery> {
  /** By release id. */
  readonly titles: Readonly<Record<string, string>>;
}

export interface WholeDelivery extends Delivery {
  readonly triesMade: readonly Try[];
}

/** In the order in which people look for them. */
export const stateWords: Readonly<Record<DeliveryState, string>> = {
  stuck: '需人工处理',
  settling: '待核查',
  sending: '发送中',
  waiting: '待发送',
  done: '已发出',
  cancelled: '已取消',
};

/** How a state is marked: the class of a chip in base.css. */
export function stateLook({ state, held }: Pick<Delivery, 'state' | 'held'>): 'good' | 'warn' | 'bad' | 'live' | '' {
  if (held) return 'warn';
  const looks = { stuck: 'bad', settling: 'warn', sending: 'live', waiting: '', done: 'good', cancelled: '' } as const;
  return looks[state];
}

export const deliveriesApi = {
  list: (query: Readonly<Record<string, string | null>>, signal?: AbortSignal) =>
    api.get<Board>('/api/deliveries', { limit: 60, ...query }, signal),
  get: (id: string) => api.get<WholeDelivery>(`/api/deliveries/${encodeURIComponent(id)}`),
  retry: (id: string, proof: string) => api.post(`/api/deliveries/${encodeURIComponent(id)}/retry`, { proof }),
  giveUp: (id: string, proof: string) => api.post(`/api/deliveries/${encodeURIComponent(id)}/give-up`, { proof }),
  confirm: (id: string, seen: { proof: string; url: string | null; ref: string | null }) =>
    api.post(`/api/deliveries/${encodeURIComponent(id)}/confirm`, seen),
};
