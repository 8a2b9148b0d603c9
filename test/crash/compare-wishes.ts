/** What staff asked for beside what the public finds, whatever our records say. */
import type { Left } from './compare.ts';
import type { Errand } from './errands.ts';

type Wish = 'stay' | 'correct' | 'withdraw';

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
  const wish: Wish = errand.do === 'publish' ? errand.later : errand.do;
  const platforms = EVERYWHERE.filter((kind) => accounts.includes(kind)).flatMap((kind) => {
    const live = left.world.fakes[kind].posts().filter(({ gone, links }) => !gone && links.includes(release));
    const [least, most] = standing(kind, errand.do, wish);
    if (live.length >= least && live.length <= most) return [];
    return [`${release} (${errand.do}, ${wish}): ${live.length} posts stand on ${kind}, not ${least} to ${most}`];
  });
  return [...platforms, ...ofPage(wish, release, left)];
}

/** The page of the last revision stands, or says that it was withdrawn; what never came out has none. */
function ofPage(wish: Wish, release: string, { pages }: Left): string[] {
  const page = pages.find(({ _id }) => _id === release);
  const revision = wish === 'correct' ? 2 : 1;
  const isAsWished =
    wish === 'withdraw' ? page?.state !== 'shown' : page?.state === 'shown' && page.revision === revision;
  return isAsWished
    ? []
    : [`${release} (${wish}): its page is ${page ? `${page.state}, ${page.revision}` : 'not there'}`];
}

/** How many posts may stand. A correction on Weibo follows the first post, unless it overtook that. */
function standing(kind: 'wechat' | 'weibo', act: Errand['do'], wish: Wish): [number, number] {
  if (wish === 'withdraw') return [0, 0];
  if (wish === 'stay' || kind === 'wechat') return [1, 1];
  return act === 'correct' ? [2, 2] : [1, 2];
}
