/** What platforms counted of our accounts, by day. Only days they have settled are told to the ledger (src/figures/settled-line.ts). */
import type { Rule } from './figure.ts';
import type { Names } from './names.ts';
import { byAccount } from './rules-of-releases.ts';

/** Fact → 界面. */
const COUNTED = { reads: '阅读人数', shares: '转发分享数', likes: '点赞数', comments: '留言数' } as const;

/** One rule for each of what is counted: `account-reads:<account>`. */
export function accountFigures(names: Names): readonly Rule[] {
  const rules = Object.entries(COUNTED).map(([fact, title]): Rule => {
    return {
      id: `account-${fact}`,
      title,
      unit: '次',
      counting: `平台统计的每日${title}相加，只计平台已定稿的日期，定稿后平台又更改的按差额补计`,
      source: '平台统计接口，每日取回',
      of: ['figures.settled'],
      counts: ({ facts }) => typeof facts[fact] === 'number',
      key: ({ _id }) => _id,
      weight: ({ facts }) => Number(facts[fact]),
      group: byAccount(names, title),
    };
  });
  return [...rules, settledDays(names)];
}

/** How much of a period the numbers above are about. */
function settledDays(names: Names): Rule {
  return {
    id: 'settled-days',
    title: '平台已定稿的天数',
    unit: '天',
    counting: '平台已给出定稿统计的日期，每日计1天',
    source: '平台统计接口，每日取回',
    of: ['figures.settled'],
    counts: () => true,
    key: ({ facts }) => `${facts.account}@${facts.day}`,
    group: byAccount(names, '平台已定稿的天数'),
  };
}
