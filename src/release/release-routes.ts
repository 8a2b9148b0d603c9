/** Releases over HTTP: drafts, the review chain, correction and withdrawal, and what each channel will show. */
import type { z } from 'zod';
import type { DeliveryBoard } from '../delivery/show-delivery.ts';
import { type FieldProblem, Problem } from '../errors.ts';
import { type Endpoint, type StaffCall, staffEndpoint } from '../http/endpoint.ts';
import type { Filter, Sort } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { changeRoutes } from './change-routes.ts';
import { getRelease, type Release, releasesOf } from './release.ts';
import { draftInput, editInput, releaseParams, releaseQuery } from './release-schemas.ts';
import type { ReviewDesk } from './review-release.ts';
import { showRelease, showRow } from './show-release.ts';
import { type Desk, draftRelease, editRelease } from './write-release.ts';

export interface ReleaseApp extends Desk, ReviewDesk {
  /** What became of a release on each account. */
  deliveriesOf(release: string): Promise<DeliveryBoard>;
  /** 索引号 that the site gave its page, or null while it has none. */
  indexOf(release: string): Promise<string | null>;
  preview(release: Release): Promise<{ readonly warnings: readonly FieldProblem[] }>;
  /** What would keep it waiting on its accounts if it were signed now. */
  delays(release: Release): Promise<readonly FieldProblem[]>;
  nudge(): void;
}

type Params = z.infer<typeof releaseParams>;
type Id = { readonly id: string };

export function releaseRoutes(app: ReleaseApp): readonly Endpoint[] {
  return [...readRoutes(app), ...writeRoutes(app), ...changeRoutes(app)];
}

function readRoutes(app: ReleaseApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof releaseQuery>>({
      method: 'GET',
      path: '/api/releases',
      summary: '发布件列表，最近改动的在前',
      tag: '发布',
      query: releaseQuery,
      handle: async ({ query, person }) => {
        const { cursor = null, limit } = query;
        const sort: Sort = query.from || query.to ? { 'text.publishAt': 1 } : { changedAt: -1 };
        const found = await page(releasesOf(app.db), { filter: filterOf(query, person.id), sort, limit, cursor });
        return { items: found.items.map(showRow), next: found.next };
      },
    }),
    staffEndpoint<Params>({
      method: 'GET',
      path: '/api/releases/:id',
      summary:
        '一个发布件，连同它的索引号和在各账号的投递情况；warnings 提示疑似的个人信息，以及今天额度不够、要等的账号',
      tag: '发布',
      params: releaseParams,
      handle: async ({ params }) => {
        const release = await getRelease(app.db, params.id);
        const shown = showRelease(release, await delaysBefore(app, release));
        const [deliveries, index] = await Promise.all([app.deliveriesOf(release._id), app.indexOf(release._id)]);
        return { ...shown, index, deliveries };
      },
    }),
    staffEndpoint<Params>({
      method: 'GET',
      path: '/api/releases/:id/preview',
      summary: '每个账号的渠道稿，或不能发往该账号的原因；warnings 提示额度不够、要等的账号',
      tag: '发布',
      params: releaseParams,
      handle: async ({ params }) => app.preview(await getRelease(app.db, params.id)),
    }),
  ];
}

function filterOf({ state, kind, column, by, title, from, to }: z.infer<typeof releaseQuery>, me: string): Filter {
  const planned = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
  return {
    ...(state && { state }),
    ...(kind && { 'text.kind': kind }),
    ...(column && { 'text.column': column }),
    ...(by && { createdBy: by === 'me' ? me : by }),
    ...(title && { 'text.title': { $regex: title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') } }),
    ...(Object.keys(planned).length > 0 && { 'text.publishAt': planned }),
  };
}

function writeRoutes(app: ReleaseApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, unknown, z.infer<typeof draftInput>>({
      method: 'POST',
      path: '/api/releases',
      summary: '新建草稿；返回的 warnings 提示疑似的个人信息，发布前请处理',
      tag: '发布',
      body: draftInput,
      status: 201,
      handle: async ({ body, person, now }) => showRelease(await draftRelease(app, body, person, now)),
    }),
    staffEndpoint<Params, unknown, z.infer<typeof editInput>>({
      method: 'PATCH',
      path: '/api/releases/:id',
      summary: '修改草稿；用 If-Match 或 revision 指明所见版本',
      tag: '发布',
      params: releaseParams,
      body: editInput,
      handle: async (call) => {
        const { revision: named, ...input } = call.body;
        const edit = { id: call.params.id, revision: revisionOf(call, named), input };
        return showRelease(await editRelease(app, edit, call.person, call.now));
      },
    }),
  ];
}

/** Told as long as it is not signed; afterwards the board says what waits. */
export async function delaysBefore(app: ReleaseApp, release: Release): Promise<readonly FieldProblem[]> {
  return release.state === 'approved' || release.state === 'withdrawn' ? [] : await app.delays(release);
}

/** The revision a change means. Throws 'invalid-input' when it names none, or two. */
function revisionOf({ ifMatch }: Pick<StaffCall<Id, unknown, unknown>, 'ifMatch'>, named: number | undefined): number {
  const revision = named ?? ifMatch;
  if (revision !== null && (ifMatch === null || ifMatch === revision)) return revision;
  const problem = revision === null ? '没有指明所见的版本' : 'If-Match 与 revision 不一致';
  const remedy = '请在 If-Match 或 revision 中写明读取时的版本号';
  throw new Problem('invalid-input', `${problem}。${remedy}。`, { fields: [{ field: 'revision', problem, remedy }] });
}
