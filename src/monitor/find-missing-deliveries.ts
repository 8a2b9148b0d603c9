/** Releases whose approval counts as planned, though deliveries of the approved revision are missing. */
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { RELEASES, type Release } from '../release/release.ts';
import type { Database } from '../store/collection.ts';
import type { FoundNow } from './finding.ts';

/** What an approved revision becomes on an account is one of these (plan/plan-publication.ts); neither is ever deleted. */
const BECOMES = ['publish', 'revise'] as const;

export async function findMissingDeliveries(db: Database, releases: readonly Release[]): Promise<readonly FoundNow[]> {
  const planned = releases.filter(({ planned, withdrawal }) => planned && withdrawal === null);
  const wanted = planned.flatMap((release) => wantedOf(release));
  if (wanted.length === 0) return [];
  const asked = { _id: { $in: wanted.flatMap(({ ids }) => ids) } };
  const there = await db
    .collection<Delivery>(DELIVERIES)
    .find(asked, { projection: { _id: 1 } })
    .toArray();
  const known = new Set(there.map(({ _id }) => _id));
  const missing = wanted.filter(({ ids }) => !ids.some((id) => known.has(id)));
  return planned.flatMap((release) => {
    const accounts = missing.filter((one) => one.release === release._id).map(({ account }) => account);
    return accounts.length > 0 ? [withoutDeliveries(release, accounts)] : [];
  });
}

function wantedOf({ _id, approved }: Release) {
  if (!approved) return [];
  const { revision, text } = approved;
  return text.accounts.map((account) => {
    const ids = BECOMES.map((action) => `${_id}:${revision}:${account}:${action}`);
    return { release: _id, account, ids };
  });
}

function withoutDeliveries({ _id, approved, changedAt }: Release, accounts: readonly string[]): FoundNow {
  return {
    kind: 'approved-without-deliveries',
    ...{ collection: RELEASES, subject: _id },
    since: approved?.at ?? changedAt,
    there: `第 ${approved?.revision ?? 0} 版已签发并安排，账号 ${accounts.join('、')} 没有投递记录`,
    shouldBe: '所选的每个账号都有投递记录',
    repair: 'plan-anew',
    remedy: '重新安排：只补上缺少的投递，已有的不会重发',
    ways: [{ method: 'GET', path: `/api/releases/${encodeURIComponent(_id)}`, title: '查看发布件' }],
  };
}
