/** How long columns and the home page have stood still, by what the public sees. */
import { toDay } from '../clock.ts';
import { PAGES, type PageRow } from '../site/page-store.ts';
import type { Filter } from '../store/collection.ts';
import { type Duty, dutyOf, type Limit } from './inspection-config.ts';
import type { InspectionDesk, Look } from './inspection-desk.ts';
import { judgeAge, type Named, type Subject } from './judge.ts';

export async function measureHome(desk: InspectionDesk, { today }: Look, limit: Limit): Promise<readonly Subject[]> {
  const home: Named = { id: 'home', title: '首页', href: '/' };
  const lastOn = await newestOn(desk, {});
  return [lastOn === null ? never(home) : judgeAge(home, lastOn, { limit, today, warnDays: desk.config.warnDays })];
}

/** Columns of these duties, each against its own limit. Empty ones are measureEmpty()'s. */
export async function measureColumns(
  desk: InspectionDesk,
  { today }: Look,
  duties: readonly string[],
): Promise<readonly Subject[]> {
  const { warnDays } = desk.config;
  const judged = columnsWith(desk, duties).map(async ({ named, duty: { limit }, where }) => {
    const lastOn = await newestOn(desk, where);
    return lastOn === null ? [] : [judgeAge(named, lastOn, { limit, today, warnDays })];
  });
  return (await Promise.all(judged)).flat();
}

/** Columns where nothing stands. */
export async function measureEmpty(desk: InspectionDesk): Promise<readonly Subject[]> {
  const all = columnsWith(
    desk,
    desk.config.duties.map(({ id }) => id),
  );
  const judged = all.map(async ({ named, where }) => ((await newestOn(desk, where)) === null ? never(named) : []));
  return (await Promise.all(judged)).flat();
}

function columnsWith({ columns, config }: InspectionDesk, duties: readonly string[]) {
  return columns.flatMap((column) => {
    const duty: Duty | null = dutyOf(config, column);
    if (!duty || !duties.includes(duty.id)) return [];
    const named: Named = { id: column.id, title: `“${column.name}”栏目`, href: `/c/${column.id}/` };
    return [{ duty, named, where: { column: { $in: column.holds ?? [column.id] } } }];
  });
}

/** The Beijing day of the newest page that is shown, or null. */
async function newestOn({ db }: InspectionDesk, where: Filter): Promise<string | null> {
  const [newest] = await db
    .collection<PageRow>(PAGES)
    .find({ ...where, state: 'shown' }, { sort: { publishedAt: -1 }, limit: 1, projection: { publishedAt: 1 } })
    .toArray();
  return newest ? toDay(newest.publishedAt) : null;
}

function never(named: Named): Subject {
  return { ...named, standing: 'fails', lastOn: null, age: null, daysLeft: null, says: `${named.title}没有任何信息` };
}
