/** What the platform answered to one try, in words. */
import type { Try } from '../api/deliveries.ts';
import { toMinute } from '../words.ts';

const FAILURES = {
  refused: '平台拒绝',
  'locked-out': '账号有问题',
  limited: '达到平台限制',
  unreachable: '没有连上平台，确定没有送达',
  uncertain: '结果不明，可能已送达',
} as const;

export function outcomeWords(outcome: Try['outcome']): string {
  if (!outcome) return '没有结果（正在进行，或中途断开）';
  if (outcome.state === 'done') return '已发出';
  const failure = outcome.failure ? `${FAILURES[outcome.failure]}：` : '';
  const next =
    'dueAt' in outcome ? `（${toMinute(outcome.dueAt)} 再${outcome.state === 'settling' ? '核查' : '发'}）` : '';
  return `${failure}${outcome.reason}${next}`;
}
