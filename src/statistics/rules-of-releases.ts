/** What was published: each item once, by column and by kind of platform; and each post. */
import type { Grouping, Rule } from './figure.ts';
import { type Names, TABLE } from './names.ts';

export function items(): Rule {
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

/** By column; a text that moves to another column counts there as well. */
export function itemsByColumn(names: Names): Rule {
  return {
    ...items(),
    id: 'items-by-column',
    title: '按栏目',
    counting: '每个栏目分别计数，同一信息在同一栏目计1条，计入在该栏目首次公开的当期',
    source: '工作台账口径',
    key: ({ facts }) => String(facts.release),
    group: { of: ({ facts }) => String(facts.column), title: (column) => `“${names.column(column)}”栏目公开信息数` },
  };
}

/** By the kind of platform: one text on two accounts of a kind is one. */
export function itemsByKind(names: Names): Rule {
  return {
    ...items(),
    id: 'items-by-kind',
    title: '按渠道类型',
    counting: '每类渠道分别计数，同一信息在同类的几个账号上公开计1条',
    source: `${TABLE}：一（二）`,
    key: ({ facts }) => String(facts.release),
    group: { of: ({ facts }) => String(facts.kind), title: (kind) => `${names.kind(kind)}公开信息数（同类账号合计）` },
  };
}

export function posts(names: Names): Rule {
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

export function byAccount(names: Names, what: string): Grouping {
  return { of: ({ facts }) => String(facts.account), title: (account) => `${names.account(account)}${what}` };
}
