/** GET /metrics for a collector. */
import { Problem } from '../errors.ts';
import { type Endpoint, openEndpoint } from '../http/endpoint.ts';
import { readCredentials } from '../http/get-visitor.ts';
import { type MetricsDoor, refusedMetrics } from './may-read-metrics.ts';
import type { Metrics } from './metrics.ts';

/** Headers by which a proxy says that it has passed a request on. */
const PASSED_ON = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const;

export function metricsRoutes(metrics: Pick<Metrics, 'read' | 'contentType'>, door: MetricsDoor): readonly Endpoint[] {
  return [
    openEndpoint({
      ...{ method: 'GET', path: '/metrics', summary: '运行指标（Prometheus 文本格式）', tag: '运行', open: true },
      handle: async ({ ctx }) => {
        const isForwarded = PASSED_ON.some((header) => ctx.get(header) !== '');
        const refusal = refusedMetrics({ bearer: readCredentials(ctx).bearer, ip: ctx.ip, isForwarded }, door);
        if (refusal !== null) throw new Problem('not-logged-in', refusal);
        ctx.body = await metrics.read();
        ctx.type = metrics.contentType;
      },
    }),
  ];
}
