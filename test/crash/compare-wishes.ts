/** What staff asked for beside what the public finds, whatever our records say. */
import type { Left } from './compare.ts';
import type { Errand } from './errands.ts';

const EVERYWHERE = ['wechat', 'weibo'] as const;

export function compareWishes(left: Left): readonly string[] {
  const { scenario, lived } = left;
  return scenario.batches.flat().flatMap((errand) => {
    const subject = lived.subjects.get(errand);
    if (subject === undefined) return [`an errand (${errand.do}) was not carried out`];
    if (errand.do === 'reply') return [];
    return ofRelease(errand, subject, left);
  });
}

function ofRelease(errand: Exclude<Errand, { do: 'reply' }>, release: string, left: Left): string[] {
  const accounts = errand.do === 'publish' ? errand.how.accounts : EVERYWHERE;
  const wish = errand.do === 'publish' ? errand.later : errand.do;
  return EVERYWHERE.filter((kind) => accounts.includes(kind)).flatMap((kind) => {
    const live = left.world.fakes[kind].posts().filter(({ gone, links }) => !gone && links.includes(release));
    const [least, most] = standing(kind, errand.do, wish);
    if (live.length >= least && live.length <= most) return [];
    return [`${release} (${errand.do}, ${wish}): ${live.length} posts stand on ${kind}, not ${least} to ${most}`];
  });
}

/** How many posts may stand. A correction on Weibo follows the first post, unless it overtook that. */
function standing(
  kind: 'wechat' | 'weibo',
  act: Errand['do'],
  wish: 'stay' | 'correct' | 'withdraw',
): [number, number] {
  if (wish === 'withdraw') return [0, 0];
  if (wish === 'stay' || kind === 'wechat') return [1, 1];
  return act === 'correct' ? [2, 2] : [1, 2];
}
