/** The table of troubles as a document for staff and engineers, made from the same data that the tests play. */
import { TROUBLES } from '../../src/channel/fake.ts';
import {
  type Act,
  acts,
  type Case,
  type ChannelName,
  CORRECTIONS,
  cases,
  channels,
  ENDINGS,
  type Ending,
  type EndingName,
  LACKS,
  type Person,
  type Row,
  rows,
  type Standing,
} from './outcomes.ts';

const CHANNELS: Readonly<Record<ChannelName, string>> = { website: '政府网站', wechat: '微信公众号', weibo: '微博' };

const ACTS: Readonly<Record<Act, string>> = {
  publish: '发布',
  revise: '更正',
  withdraw: '撤回',
  reply: '回复评论',
  message: '回复私信',
};

/** What an ending is called in a cell. */
const WORDS: Readonly<Record<EndingName, string>> = {
  usual: '照常办成',
  accepted: '受理后办成',
  found: '查到已办，不重发',
  again: '查明未办，再发一次',
  later: '稍后自动重发',
  limited: '等额度恢复后重发',
  repaired: '等账号修复后重发',
  refused: '停下，请人处理',
  asked: '停下，请人核实（实已发出）',
  askedInVain: '停下，请人核实（实未发出）',
};

const STANDINGS: Readonly<Record<Standing, string>> = {
  done: '已发出',
  settling: '待核查（平台已受理）',
  'settling uncertain': '待核查（结果不明）',
  'waiting unreachable': '待发送（没有送达）',
  'waiting limited': '待发送（等额度）',
  'waiting locked-out': '待发送（账号待修复）',
  'stuck refused': '需人工处理（被拒，没有办成）',
  'stuck uncertain': '需人工处理（无法证明是否发出）',
};

const PERSONS: Readonly<Record<Person, string>> = {
  nobody: '不打扰人',
  'repair the account': '请管理员修复账号',
  'act on the refusal': '请人按平台给出的理由处理',
  'look on the platform': '请人到平台核实',
};

const endings = Object.entries(ENDINGS) as [EndingName, Ending][];

/** The whole document. */
export function toMarkdown(): string {
  const played = rows.filter(({ ending }) => ending !== null).length;
  const parts = [
    '# 故障与结果对照表',
    '<!-- 由 node test/troubles/print.ts 按 test/troubles/outcomes.ts 生成，请勿手改。 -->',
    `每一格是一次投递遇到一次故障的结局。三个渠道共 ${rows.length} 种组合，其中 ${played} 种逐一用真实程序演练（test/troubles/outcomes.test.ts），其余 ${rows.length - played} 种不可能出现，原因列在各表之后。没有一格会在平台上办成两次。`,
    '## 结局说明',
    table(['结局', '第一次发送之后', '最后', '平台收到几次', '平台办成几次', '是否请人'], endings.map(describeEnding)),
    ...channels.flatMap(chapterOf),
  ];
  return `${parts.join('\n\n')}\n`;
}

function describeEnding([name, { first, last, calls, carriedOut, person }]: [EndingName, Ending]): string[] {
  return [WORDS[name], STANDINGS[first], STANDINGS[last], String(calls), String(carriedOut), PERSONS[person]];
}

function chapterOf(channel: ChannelName): string[] {
  const shown = acts.filter((act) => !LACKS[channel]?.[act]);
  const heads = ['故障', ...shown.map((act) => ACTS[act])];
  const lines = cases.map((troubles) => [nameOf(troubles), ...shown.map((act) => cellOf(channel, act, troubles))]);
  const correction = CORRECTIONS[channel];
  return [
    `## ${CHANNELS[channel]}`,
    ...(correction ? [`更正的办法：${correction}。`] : []),
    table(heads, lines),
    impossibleOn(channel),
  ];
}

function cellOf(channel: ChannelName, act: Act, troubles: Case): string {
  const row = rows.find((one) => one.channel === channel && one.act === act && one.troubles === troubles);
  return row?.ending ? WORDS[row.ending] : '—';
}

/** Every combination that cannot be, gathered by its reason. */
function impossibleOn(channel: ChannelName): string {
  const reasons = Map.groupBy(
    rows.filter((row) => row.channel === channel && row.ending === null),
    ({ whyNot }) => whyNot,
  );
  const lines = [...reasons].map(([whyNot, without]) => `- ${whereOf(without)}：${whyNot}。`);
  return ['不可能的组合：', '', ...lines].join('\n');
}

function whereOf(without: readonly Row[]): string {
  const isWholeAct = without.length === cases.length;
  const names = [...new Set(without.map(({ act }) => ACTS[act]))].join('、');
  const troubles = [...new Set(without.map((row) => nameOf(row.troubles)))].join('；');
  return isWholeAct ? names : `${names}遇到“${troubles}”`;
}

function nameOf(troubles: Case): string {
  return troubles.map((trouble) => TROUBLES[trouble].name).join('＋');
}

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
