/** The steps of the review chain over HTTP; each names the revision it means. */
import type { z } from 'zod';
import { type Endpoint, type StaffCall, staffEndpoint } from '../http/endpoint.ts';
import { getRelease, type Release } from './release.ts';
import { delaysBefore, type ReleaseApp } from './release-routes.ts';
import { releaseParams, reviewInput, reviseInput, stepInput, withdrawInput } from './release-schemas.ts';
import { approveRelease, reviewRelease, submitRelease, withdrawRelease } from './review-release.ts';
import { showRelease } from './show-release.ts';
import { abandonCorrection, reviseRelease } from './write-release.ts';

type Params = z.infer<typeof releaseParams>;

interface Step<B> {
  readonly name: string;
  readonly summary: string;
  readonly body: z.ZodType<B>;
  act(call: StaffCall<Params, unknown, B>): Promise<Release>;
}

export function changeRoutes(app: ReleaseApp): readonly Endpoint[] {
  return [
    step(app, {
      name: 'submit',
      summary: '提交审核',
      body: stepInput,
      act: ({ params, body, person, now }) => submitRelease(app, { ...params, ...body }, person, now),
    }),
    step(app, {
      name: 'review',
      summary: '审核：通过或退回，须由未参与起草的人办理',
      body: reviewInput,
      act: ({ params, body, person, now }) => reviewRelease(app, { ...params, ...body }, person, now),
    }),
    step(app, {
      name: 'approve',
      summary: '签发：这一版立即或按时发往各账号',
      body: stepInput,
      act: ({ params, body, person, now }) => approveRelease(app, { ...params, ...body }, person, now),
    }),
    step(app, {
      name: 'revise',
      summary: '更正已发布的内容：另起一版，重新审核签发；签发前原版保持不变',
      body: reviseInput,
      act: ({ params, body: { revision, note, ...input }, person, now }) =>
        reviseRelease(app, { ...params, revision, note, input }, person, now),
    }),
    step(app, {
      name: 'abandon',
      summary: '放弃尚未签发的更正，恢复为已签发的版本',
      body: stepInput,
      act: ({ params, body, person, now }) => abandonCorrection(app, { ...params, ...body }, person, now),
    }),
    step(app, {
      name: 'withdraw',
      summary: '从所有渠道撤回；网站保留说明页',
      body: withdrawInput,
      act: ({ params, body, person, now }) => withdrawRelease(app, { ...params, ...body }, person, now),
    }),
  ];
}

function step<B>(app: ReleaseApp, { name, summary, body, act }: Step<B>): Endpoint {
  return staffEndpoint<Params, unknown, B>({
    method: 'POST',
    path: `/api/releases/:id/${name}`,
    summary,
    tag: '发布',
    params: releaseParams,
    body,
    handle: async (call) => {
      // Before the step: once it is signed, its own deliveries count.
      const delays = await delaysBefore(app, await getRelease(app.db, call.params.id));
      const release = await act(call);
      app.nudge();
      return showRelease(release, delays);
    },
  });
}
