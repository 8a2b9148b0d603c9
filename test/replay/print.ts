/** What came out beside what the report says; every number must be open to its lines. */

import { ok } from '../journeys/publish.ts';
import type { Body } from '../support/api.ts';
import type { Desk } from './desk.ts';
import { ANSWERED_TWICE, type Reported } from './year-2018.ts';

interface Told {
  readonly wanted: Reported;
  readonly share: number;
  readonly tookMs: number;
}

/** True when everything is as it was reported. */
export async function print(desk: Desk, { wanted, share, tookMs }: Told): Promise<boolean> {
  const { approver } = desk.office.staff;
  const { figures, closing } = (await ok(approver.get('/api/statistics?period=2018'))).body;
  const values = new Map<string, number>(figures.map(({ id, value }: Body) => [id, value]));
  const rows = await Promise.all(
    linesOf(wanted, share).map(async ({ title, figure, reported }) => {
      const value = values.get(figure) ?? 0;
      const lines = value === 0 ? [] : await linesBehind(desk, figure);
      return { title, reported, value, lines: lines.length, isOpen: value === 0 || lines.length > 0 };
    }),
  );
  console.table(
    rows.map(({ title, reported, value, lines }) => ({ 指标: title, 年报: reported, 系统: value, 记录: lines })),
  );
  const rate =
    Math.round(((values.get('entries:case-closed') ?? 0) / (values.get('entries:case-received') ?? 1)) * 10_000) / 100;
  const closed = closing ? `已结账，结账后变动 ${closing.restated.length} 项` : '未结账';
  console.log(`政务110 办结率 ${rate}%（年报 94.49%）；${closed}`);
  const doubles = [doublesOn(desk, 'weibo', wanted.weibo), doublesOn(desk, 'wechat', wanted.wechat)];
  console.log(
    `平台上的条数：${doubles.map(({ kind, posts, reported }) => `${kind} ${posts}（应为 ${reported}）`).join('，')}`,
  );
  const table = (await ok(approver.get('/api/statistics/tables/annual-2014?period=2018'))).body;
  for (const { says, holds, left, right } of table.checks)
    console.log(`${holds ? '✓' : '✗'} ${says}：${left} / ${right}`);
  console.log(`\n${(tookMs / 1000).toFixed(1)} s in all:`);
  for (const [what, ms] of [...desk.spent].sort((a, b) => b[1] - a[1]))
    console.log(`  ${(ms / 1000).toFixed(1).padStart(7)} s  ${what}`);
  const once = doubles.every(({ posts, reported }) => posts === reported);
  const isRight = once && rows.every(({ reported, value, isOpen }) => reported === value && isOpen);
  const holds = table.checks.every((check: Body) => check.holds) && (closing?.restated ?? []).length === 0;
  console.log(isRight && holds ? '\nAs reported.' : '\nNOT as reported.');
  return isRight && holds;
}

/** What stands on a platform: nothing lost and nothing twice. */
function doublesOn({ office }: Desk, kind: 'weibo' | 'wechat', reported: number) {
  return { kind, reported, posts: office.fakes[kind].posts().filter(({ gone }) => !gone).length };
}

async function linesBehind({ office }: Desk, figure: string): Promise<readonly Body[]> {
  const path = `/api/statistics/${encodeURIComponent(figure)}/lines?period=2018`;
  return (await ok(office.staff.approver.get(path))).body.lines;
}

function linesOf(wanted: Told['wanted'], share: number) {
  const line = (title: string, figure: string, reported: number) => ({ title, figure, reported });
  return [
    line('主动公开政府信息（严格）', 'items', wanted.items),
    line('政府网站公开', 'items-by-kind:website', wanted.items),
    line('微博公开', 'items-by-kind:weibo', wanted.weibo),
    line('微信公开', 'items-by-kind:wechat', wanted.wechat),
    line('“新闻发布”栏目', 'items-by-column:press', wanted.press),
    line('“在线访谈”栏目', 'items-by-column:interviews', wanted.interviews),
    line('“政策解读”栏目', 'items-by-column:interpretations', wanted.interpretations),
    line('回应热点（严格：事项）', 'topics', wanted.topics),
    line('回应总次数（总量）', 'replies', wanted.topics + Math.round(ANSWERED_TWICE * share)),
    line('政务110受理', 'entries:case-received', wanted.casesReceived),
    line('政务110办结', 'entries:case-closed', wanted.casesClosed),
    line('网络申请', 'entries:request-online', wanted.requestsOnline),
    line('信函申请', 'entries:request-letter', wanted.requestsByLetter),
    line('政协提案', 'entries:proposal-answered', wanted.proposals),
    line('人大建议', 'entries:suggestion-answered', wanted.suggestions),
    line('培训', 'entries:training', wanted.trainings),
    line('培训人次', 'people:training', wanted.trained),
  ];
}
