/**
 * The one way a release changes: the revision and the state it was read in must still hold, and the ledger line goes in
 * with the change. Either all of it happens or none.
 */
import { Problem } from '../errors.ts';
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { keepRevision } from './kept-revision.ts';
import { getRelease, type Release, type ReleaseState, releasesOf } from './release.ts';

export const stateNames: Readonly<Record<ReleaseState, string>> = {
  draft: '草稿',
  submitted: '待审核',
  reviewed: '待签发',
  approved: '已签发',
  withdrawn: '已撤回',
};

/** The release in the revision the caller means. Throws 'not-found', 'stale-revision', 'wrong-state'. */
export async function getReleaseIn(
  db: Database,
  id: string,
  meant: { readonly revision: number; readonly states: readonly ReleaseState[]; readonly act: string },
): Promise<Release> {
  const release = await getRelease(db, id);
  if (release.revision !== meant.revision) throw stale(release.revision, meant.revision);
  if (!meant.states.includes(release.state)) {
    const needed = meant.states.map((state) => `“${stateNames[state]}”`).join('或');
    throw new Problem(
      'wrong-state',
      `当前状态为“${stateNames[release.state]}”，${meant.act}需要${needed}状态。请刷新后再操作。`,
    );
  }
  return release;
}

/** Applies `change` if the release is still as it was read. Throws 'stale-revision' when somebody was faster. */
export async function changeRelease(
  db: Database,
  before: Release,
  change: Partial<Release>,
  line: Line,
): Promise<Release> {
  const { _id, revision, state, changedAt } = before;
  if (change.revision !== undefined && change.revision !== revision) await keepRevision(db, before);
  const after = await releasesOf(db).findOneAndUpdate(
    { _id, revision, state, changedAt },
    { $set: change, $push: { unposted: line } },
    { returnDocument: 'after' },
  );
  if (!after) throw stale((await getRelease(db, _id)).revision, revision);
  return after;
}

function stale(is: number, meant: number): Problem {
  const problem = is === meant ? '内容刚被其他人改动' : `您指明的是第 ${meant} 版，现在是第 ${is} 版`;
  const remedy = '请重新读取最新版本，确认后再提交';
  return new Problem('stale-revision', `${problem}。${remedy}。`, { fields: [{ field: 'revision', problem, remedy }] });
}
