/** Lines of the ledger: what happened, in words, and where the record is that they tell of. */
import type { showLine } from '../../../ledger/ledger-routes.ts';
import { api } from './client.ts';
import type { Json, Listed } from './json.ts';

export type Line = Json<ReturnType<typeof showLine>>;

const SUBJECTS: Readonly<Record<string, string>> = {
  release: '发布件',
  delivery: '投递',
  topic: '事项',
  signal: '线索',
  reply: '回应',
  entry: '补录',
  period: '统计期',
  staff: '人员',
  account: '账号',
  sending: '发送',
  record: '记录',
  ledger: '台账',
  line: '台账记录',
};

const ACTS: Readonly<Record<string, string>> = {
  drafted: '起草',
  edited: '修改',
  submitted: '提交审核',
  returned: '退回',
  reviewed: '审核通过',
  approved: '签发',
  reopened: '重新打开',
  abandoned: '放弃',
  withdrawn: '撤回',
  previewed: '手机预览',
  done: '已发出',
  stuck: '需人工处理',
  lost: '结果不明',
  cancelled: '取消',
  confirmed: '人工确认已发出',
  'given-up': '放弃',
  retried: '要求重发',
  opened: '立项',
  renamed: '改标题',
  claimed: '认领',
  released: '放回',
  proposed: '提出类别',
  classed: '定类',
  merged: '并入',
  split: '拆分',
  undone: '撤销',
  closed: '办结',
  taken: '收到',
  moved: '移动',
  elected: '精选',
  unelected: '取消精选',
  deleted: '删除',
  logged: '记入',
  made: '登记',
  'taken-back': '撤销',
  paused: '暂停',
  resumed: '恢复',
  connected: '授权',
  'ends-soon': '授权将到期',
  added: '新增',
  changed: '修改',
  sealed: '封存',
  acknowledged: '确认',
  repaired: '修复',
  warned: '提醒',
  escalated: '升级提醒',
  assigned: '交办',
  accepted: '接收',
  'handed-back': '退回交办',
  extended: '延长期限',
  'clock-stopped': '停止计时',
  'clock-started': '恢复计时',
};

/** Why a topic waits again, or its clock stands: code → 界面. */
const WHYS: Readonly<Record<string, string>> = {
  'by-hand': '由工作人员重新打开',
  'new-signal': '回应之后又有新的线索',
  joined: '并入或移入了未回应的线索',
  completion: '等待申请人补正',
  'third-party': '征求第三方意见',
};

/** 投递 已发出 */
export function wordsOfLine({ what }: Pick<Line, 'what'>): string {
  const [subject = '', act = ''] = what.split('.');
  return `${SUBJECTS[subject] ?? subject} ${ACTS[act] ?? act}`;
}

/** The reason a line tells, in words; null for none. */
export function whyOfLine({ facts: { why } }: Pick<Line, 'facts'>): string | null {
  return typeof why === 'string' && why !== '' ? (WHYS[why] ?? why) : null;
}

/** Where the console shows what a line tells of; null where it shows nothing of the kind. */
export function placeOfLine({ what, subject, facts }: Line): string | null {
  const [kind] = what.split('.');
  if (kind === 'release') return `/releases/${subject}`;
  if (kind === 'delivery') return `/deliveries?open=${encodeURIComponent(subject)}`;
  if (kind === 'topic') return `/topics/${subject}`;
  if (kind === 'entry') return '/statistics/entries';
  const topic = facts.topic;
  return typeof topic === 'string' ? `/topics/${topic}` : null;
}

export const ledgerApi = {
  of: (subject: string, cursor: string | null = null, signal?: AbortSignal) =>
    api.get<Listed<Line>>('/api/ledger', { subject, cursor, limit: 200 }, signal),
};
