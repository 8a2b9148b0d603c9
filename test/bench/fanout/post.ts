/** The post everybody sends: the same bytes under the same key, whoever carries it. What a release's three posts are. */

/** The three accounts of a release, the canonical one first, and how many calls each stands side by side: 50 in all. */
export const LANES = [
  { id: 'site', atOnce: 17 },
  { id: 'first', atOnce: 17 },
  { id: 'second', atOnce: 16 },
] as const;

export type LaneId = (typeof LANES)[number]['id'];

/** Calls at once, for everybody. */
export const CONCURRENCY = LANES.reduce((sum, { atOnce }) => sum + atOnce, 0);

export interface Post {
  /** Idempotency key; counted at the sink. As Sanwei computes the ids of its deliveries. */
  readonly key: string;
  readonly lane: LaneId;
  readonly title: string;
  readonly text: string;
  /** JSON, about 1 KiB; what goes over the wire. */
  readonly body: string;
}

export interface Release {
  readonly id: string;
  readonly posts: readonly Post[];
}

// 290 characters of 3 bytes: with key and title the body is about 1 KiB.
const TEXT = '县图书馆自本月起每日开放至二十一时，节假日照常；老年读者凭身份证即可办理借阅，少儿阅览室须有家长陪同。'
  .repeat(6)
  .slice(0, 290);

/** The n-th release, always the same. */
export function releaseOf(n: number): Release {
  const id = `r${String(n).padStart(7, '0')}`;
  return { id, posts: LANES.map(({ id: lane }) => postOf(id, lane)) };
}

function postOf(release: string, lane: LaneId): Post {
  const key = `${release}:1:${lane}:publish`;
  const title = `关于第 ${release} 号事项的公告`;
  return { key, lane, title, text: TEXT, body: JSON.stringify({ key, title, text: TEXT }) };
}
