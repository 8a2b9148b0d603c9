/** What was answered: each topic once, each reply, and by what means; and what came in. */
import type { Line } from '../ledger/line.ts';
import type { Rule } from './figure.ts';
import { type Names, TABLE } from './names.ts';
import { byAccount } from './rules-of-releases.ts';

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

/** An answer given by whatever means: sent on a channel, logged by hand, or published as a release that responds; none by itself. */
function isAnswer({ what, facts }: Line): boolean {
  if (facts.automatic !== undefined) return false;
  if (what === 'reply.logged') return true;
  if (facts.action === 'reply') return true;
  return facts.action === 'publish' && typeof facts.topic === 'string';
}

export function topics(): Rule {
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

export function replies(): Rule {
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

export function repliesByMeans(): Rule {
  return {
    ...replies(),
    id: 'replies-by-means',
    title: '按方式',
    source: `${TABLE}：二（二）`,
    key: (line) => `${meansOf(line)}:${replyKey(line)}`,
    group: { of: meansOf, title: (means) => MEANS[means] ?? '其他方式' },
  };
}

export function received(names: Names): Rule {
  return {
    id: 'signals',
    title: '收到线索数',
    unit: '条',
    counting: '每条留言、评论、来信计1条，计入收到的当期，重复导入不重复计，撤销的导入减去，热榜条目不计',
    source: '工作台账口径',
    of: ['signal.taken', 'signal.taken-back'],
    counts: () => true,
    // One line for each taking: a signal is taken once, unless it was taken back in between.
    key: ({ _id }) => _id,
    weight: ({ what }) => (what === 'signal.taken-back' ? -1 : 1),
    group: byAccount(names, '收到线索数'),
  };
}
