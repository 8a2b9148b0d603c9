/** The monitors: what they found, and how far they are. */
import type { showFinding } from '../../../monitor/show-monitor.ts';
import { api } from './client.ts';
import type { Json } from './json.ts';

export interface Monitor {
  readonly name: string;
  readonly title: string;
  readonly findings: readonly Json<ReturnType<typeof showFinding>>[];
  readonly lastRun: { readonly running: boolean; readonly checked: number; readonly looksAt: string | null } | null;
}

export const monitorsApi = {
  all: (signal?: AbortSignal) => api.get<{ readonly items: readonly Monitor[] }>('/api/monitors', undefined, signal),
  /** Looks at everything, in the background. */
  runFull: (name: string) => api.post<Monitor>(`/api/monitors/${name}/run`, { scope: 'full' }),
  repair: (name: string, id: string) => api.act(`/api/monitors/${name}/findings/${encodeURIComponent(id)}/repair`),
};
