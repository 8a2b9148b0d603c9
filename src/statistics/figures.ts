/**
 * The figures of the month and the year. Strict counts (once per item, once per topic) stand beside gross ones (each post,
 * each reply); neither is derived from the other.
 *
 * Doubtful: which period a topic belongs to that is answered in two (no document says); counted in that of its first
 * answer, so that months add up to the year.
 */
import type { Line } from '../ledger/line.ts';
import type { Grouping, Rule } from './figure.ts';

/** Raised with every change of what a rule counts or of its key: then everything is folded anew (fold-ledger.ts). */
export const RULES_VERSION = 1;

const TABLE = '政府信息公开情况统计表（国办发〔2014〕32号）';

export interface Names {
  /** Name of an account, for the title of its figure. */
  account(id: string): string;
}

/** 界面 names of the means of a reply; the last one is for words of later versions. */
const MEANS: Readonly<Record<string, string>> = {
  channel: '在原渠道回应',
  release: '发布回应关切稿件',
  'press-conference': '新闻发布会',
  interview: '访谈',
  phone: '电话',
  letter: '书面',
  visit: '当面',
  website: '网站公开',
  other: '其他方式',
};

export function figureRules(names: Names): readonly Rule[] {
  return [items(), posts(names), topics(), replies(), repliesByMeans(), received(names)];
}

function byAccount(names: Names, what: string): Grouping {
  return { of: ({ facts }) => String(facts.account), title: (account) => `${names.account(account)}${what}` };
}

function items(): Rule {
  return {
    id: 'items',
    title: '主动公开政府信息数',
    unit: '条',
    counting: '不同渠道和方式公开相同信息计1条，计入首次公开的当期；撤回不减',
    source: `${TABLE}：一（一）`,
    of: ['delivery.done'],
    counts: ({ facts }) => facts.action === 'publish' && typeof facts.release === 'string',
    key: ({ facts }) => String(facts.release),
    group: null,
  };
}

function posts(names: Names): Rule {
  return {
    ...items(),
    id: 'posts',
    title: '发布数',
    counting: '每个账号分别计数，同一信息在同一账号发布多次（更正重发）每次都计',
    source: `${TABLE}：一（二）`,
    key: ({ subject }) => subject,
    group: byAccount(names, '发布数'),
  };
}

/** An answer given by whatever means: sent on a channel, logged by hand, or published as a release that responds. */
function isAnswer({ what, facts }: Line): boolean {
  if (what === 'reply.logged') return true;
  if (facts.action === 'reply') return true;
  return facts.action === 'publish' && typeof facts.topic === 'string';
}

function topics(): Rule {
  return {
    id: 'topics',
    title: '回应公众关注热点或重大舆情数',
    unit: '次',
    counting: '不同方式回应同一热点或舆情计1次，计入首次回应的当期；合并的事项按一件计',
    source: `${TABLE}：二（一）`,
    of: ['reply.logged', 'delivery.done'],
    counts: (line) => isAnswer(line) && typeof line.facts.topic === 'string',
    key: ({ facts }) => String(facts.topic),
    byTopic: true,
    group: null,
  };
}

/**
 * One reply counts once, however many comments it was posted under. A release answers once for each topic it was said to
 * answer: corrected so as to answer another one, it counts for both, as it does among the topics.
 */
function replyKey({ subject, facts }: Line): string {
  if (typeof facts.reply === 'string') return facts.reply;
  return typeof facts.release === 'string' ? `${facts.release}:${facts.topic}` : subject;
}

function replies(): Rule {
  return {
    id: 'replies',
    title: '回应总次数（总量）',
    unit: '次',
    counting: '每条回应计1次，一条回应发在多条留言下仍计1次，计入首次送达的当期',
    source: '工作台账口径，与“回应热点数”并列，互不换算',
    of: ['reply.logged', 'delivery.done'],
    counts: isAnswer,
    key: replyKey,
    group: null,
  };
}

function meansOf({ what, facts }: Line): string {
  if (what === 'reply.logged') return String(facts.means);
  return facts.action === 'reply' ? 'channel' : 'release';
}

function repliesByMeans(): Rule {
  return {
    ...replies(),
    id: 'replies-by-means',
    title: '按方式',
    source: `${TABLE}：二（二）`,
    key: (line) => `${meansOf(line)}:${replyKey(line)}`,
    group: { of: meansOf, title: (means) => MEANS[means] ?? '其他方式' },
  };
}

function received(names: Names): Rule {
  return {
    id: 'signals',
    title: '收到线索数',
    unit: '条',
    counting: '每条留言、评论、来信计1条，计入收到的当期，重复导入不重复计',
    source: '工作台账口径',
    of: ['signal.taken'],
    counts: () => true,
    key: ({ subject }) => subject,
    group: byAccount(names, '收到线索数'),
  };
}
