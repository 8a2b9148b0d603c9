/** How a source is doing, in words: a quiet one and a broken one must not look alike. Pure. */
import type { Channel } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import { toMinute } from '../clock.ts';
import type { Source } from './source.ts';

export const sourceStateNames = {
  working: '正常',
  broken: '故障',
  'not-pulled': '额度不足，暂未读取',
  'never-asked': '尚未取过',
  'import-only': '只能导入',
  'tells-nothing': '不提供留言',
} as const;

export type SourceState = keyof typeof sourceStateNames;

type Asked = Pick<Channel, 'pullComments' | 'receive'>;

/** `channel` is null for an account that is not opened. */
export function showSource({ id, name, kind }: Account, source: Source, channel: Asked | null) {
  const state = stateOf(source, channel);
  const { lookedAt, okAt, pushedAt, newsAt, failure } = source;
  return {
    ...{ account: id, name, kind, state, stateName: sourceStateNames[state], explanation: explain(state, source) },
    ...{ lookedAt, okAt, pushedAt, newsAt, failure },
  };
}

function stateOf({ failure, okAt, pushedAt }: Source, channel: Asked | null): SourceState {
  if (!channel) return 'import-only';
  if (!channel.pullComments && !channel.receive) return 'tells-nothing';
  if (failure) return failure.kind === 'limited' ? 'not-pulled' : 'broken';
  return okAt || pushedAt ? 'working' : 'never-asked';
}

function explain(state: SourceState, { okAt, pushedAt, newsAt, failure }: Source): string {
  const news = newsAt ? `最近一条新留言于 ${toMinute(newsAt)} 收到` : '至今没有收到留言';
  switch (state) {
    case 'working':
      return `最近一次成功读取于 ${toMinute(latest(okAt, pushedAt))}；${news}`;
    case 'broken':
      return `自 ${failure ? toMinute(failure.since) : ''} 起读取失败，没有新留言不等于没有人留言：${failure?.reason ?? ''}`;
    case 'not-pulled':
      return `最近一次没有读取，没有新留言不等于没有人留言：${failure?.reason ?? ''}；${lastLook(okAt)}`;
    case 'never-asked':
      return '已接入，尚未读取过';
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
