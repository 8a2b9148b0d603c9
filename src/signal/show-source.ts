/** How a source is doing, in words: a quiet one and a broken one must not look alike. Pure. */
import type { Doorway } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import { after, days, toMinute } from '../clock.ts';
import type { Source } from './source.ts';

export const sourceStateNames = {
  working: '正常',
  quiet: '久无动静',
  broken: '故障',
  'standing-still': '停滞',
  'not-pulled': '额度不足，暂未读取',
  'never-asked': '尚未取过',
  'import-only': '只能导入',
  'own-forms': '本网站表单',
  'tells-nothing': '不提供留言',
} as const;

export type SourceState = keyof typeof sourceStateNames;

/** Longer than a weekend and a holiday between two. */
const QUIET_DAYS = 5;

type Asked = Pick<Doorway, 'pullComments' | 'pullHotTopics' | 'receive'>;

export type ShownSource = ReturnType<typeof showSource>;

/** `doorway` is null for an account that is not opened; `stillMs` is how long a list may be seen as it is. */
export function showSource(
  { id, name, kind }: Account,
  source: Source,
  doorway: Asked | null,
  stillMs: number,
  now: Date | null = null,
) {
  const stands = stateOf(source, doorway, stillMs);
  const state = stands === 'working' && now && isQuiet(source, doorway, now) ? 'quiet' : stands;
  const { lookedAt, okAt, pushedAt, newsAt, failure, list } = source;
  return {
    ...{ account: id, name, kind, state, stateName: sourceStateNames[state], explanation: explain(state, source) },
    ...{ lookedAt, okAt, pushedAt, newsAt, failure, unchangedSince: list?.since ?? null },
  };
}

function stateOf(
  { failure, okAt, pushedAt, newsAt, list }: Source,
  doorway: Asked | null,
  stillMs: number,
): SourceState {
  if (!doorway) return 'import-only';
  if (!doorway.pullComments && !doorway.pullHotTopics && !doorway.receive)
    return newsAt ? 'own-forms' : 'tells-nothing';
  if (failure) return failure.kind === 'limited' ? 'not-pulled' : 'broken';
  // By the last look, not by now: while nobody looks, nobody knows whether it moves.
  if (list && okAt && okAt.getTime() - list.since.getTime() > stillMs) return 'standing-still';
  return okAt || pushedAt ? 'working' : 'never-asked';
}

/** What only pushes and is never asked: its silence may be nobody's word, or a broken way. */
function isQuiet({ okAt, pushedAt }: Source, doorway: Asked | null, now: Date): boolean {
  const isPushed = doorway?.receive !== undefined && !doorway.pullComments && !doorway.pullHotTopics;
  return isPushed && okAt === null && pushedAt !== null && pushedAt < after(now, -days(QUIET_DAYS));
}

function explain(state: SourceState, { okAt, pushedAt, newsAt, failure, list }: Source): string {
  const news = newsAt ? `最近一条新留言于 ${toMinute(newsAt)} 收到` : '至今没有收到留言';
  switch (state) {
    case 'working':
      return `最近一次成功读取于 ${toMinute(latest(okAt, pushedAt))}；${list ? `榜单于 ${toMinute(list.since)} 有变化` : news}`;
    case 'broken':
      return `自 ${failure ? toMinute(failure.since) : ''} 起读取失败，${list ? '没有新热点不等于没有热点' : '没有新留言不等于没有人留言'}：${failure?.reason ?? ''}`;
    case 'standing-still':
      return `读取正常，但榜单和更新时间自 ${list ? toMinute(list.since) : ''} 起没有任何变化，来源可能已停止更新，不等于没有新热点。请核对来源或更换。`;
    case 'not-pulled':
      return `最近一次没有读取，没有新留言不等于没有人留言：${failure?.reason ?? ''}；${lastLook(okAt)}`;
    case 'never-asked':
      return '已接入，尚未读取过';
    case 'quiet':
      return `${QUIET_DAYS} 天以上没有推送（最近一次 ${pushedAt ? toMinute(pushedAt) : ''}）：可能没有人来件，也可能推送中断，两者无法区分。请在对方系统发一条测试核对。`;
    case 'own-forms':
      return `由本网站的表单直接提交，不经过外部接口；${news}`;
    case 'import-only':
      return `没有接入平台接口，留言以文件导入；${news}`;
    case 'tells-nothing':
      return '此渠道没有评论和留言';
  }
}

function lastLook(okAt: Date | null): string {
  return okAt ? `最近一次成功读取于 ${toMinute(okAt)}` : '至今没有成功读取过';
}

function latest(one: Date | null, other: Date | null): Date {
  return new Date(Math.max(one?.getTime() ?? 0, other?.getTime() ?? 0));
}
