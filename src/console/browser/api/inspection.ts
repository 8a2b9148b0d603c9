/** The inspection of our own site and accounts. */
import type { Inspected } from '../../../inspection/inspect.ts';
import { api } from './client.ts';
import type { Json } from './json.ts';

export type Indicator = Json<Inspected> & { readonly partName: string; readonly standingName: string };
export type Subject = Indicator['subjects'][number];
export type Standing = Indicator['standing'];

export interface Inspection {
  /** Beijing time, as it is shown. */
  readonly inspectedAt: string;
  readonly pagesCheckedAt: string | null;
  readonly counts: Readonly<Record<Standing, number>>;
  readonly items: readonly Indicator[];
}

export const inspectionApi = {
  look: (signal?: AbortSignal) => api.get<Inspection>('/api/inspection', {}, signal),
};

/** Where it is had as a file. */
export function inspectionFile(format: 'csv' | 'xlsx'): string {
  return `/api/inspection?format=${format}`;
}
