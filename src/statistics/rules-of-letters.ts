/** What the public wrote to us by kind, what was answered where it was written, how long that took, and what was published of it. */
import type { Line } from '../ledger/line.ts';
import type { Grouping, Rule } from './figure.ts';
import type { Names } from './names.ts';

const SOURCE = '国办函〔2018〕12号《政府网站工作年度报表》：互动交流';

/** By account and kind: `website.letter`. */
export function receivedByKind(names: Names): Rule {
  return {
    id: 'signals-by-kind',
    title: '收到线索数，按类别',
    unit: '条',
    counting: '每条来信、留言、评论、工单按类别计1条，计入收到的当期；撤销的导入减去',
    source: SOURCE,
    of: ['signal.taken', 'signal.taken-back'],
    counts: ({ facts }) => typeof facts.kind === 'string',
    key: ({ _id }) => _id,
    weight: ({ what }) => (what === 'signal.taken-back' ? -1 : 1),
    group: byKind(names, '收到', ({ facts }) => facts.kind),
  };
}

/** Each answered where it was written, once. */
export function answeredByKind(names: Names): Rule {
  return {
    id: 'signals-answered',
    title: '答复线索数，按类别',
    unit: '条',
    counting: '每条来信、留言在原渠道得到答复的计1条，多次答复不重复计，计入首次答复的当期',
    source: SOURCE,
    of: ['delivery.done'],
    counts: isAnswer,
    key: ({ facts }) => String(facts.signal),
    group: byKind(names, '答复', ({ facts }) => facts.signalKind),
  };
}

/** In whole hours, from the arrival to the first answer; divided by the number above it is the mean. */
export function hoursByKind(names: Names): Rule {
  return {
    ...answeredByKind(names),
    id: 'answer-hours',
    title: '答复用时，按类别',
    unit: '小时',
    counting: '从收到到首次在原渠道答复的小时数（取整）相加，计入首次答复的当期',
    weight: ({ at, facts }) =>
      Math.max(0, Math.floor((at.getTime() - Date.parse(String(facts.receivedAt))) / 3_600_000)),
    group: byKind(names, '答复用时', ({ facts }) => facts.signalKind),
  };
}

/** Letters whose question and answer can be read on the site. */
export function lettersShown(): Rule {
  return {
    id: 'letters-shown',
    title: '公开答复数',
    unit: '条',
    counting: '每件来信的答复在网站公开的计1条，计入首次公开的当期；撤下的不减',
    source: SOURCE,
    of: ['submission.shown'],
    counts: ({ facts }) => facts.kind === 'letter',
    key: ({ subject }) => subject,
    group: null,
  };
}

/** Lines from before these facts were told cannot be told apart. */
function isAnswer({ facts }: Line): boolean {
  return facts.action === 'reply' && typeof facts.signalKind === 'string' && typeof facts.receivedAt === 'string';
}

function byKind(names: Names, what: string, kindOf: (line: Line) => unknown): Grouping {
  return {
    of: (line) => `${line.facts.account}.${kindOf(line)}`,
    title: (group) => {
      const at = group.lastIndexOf('.');
      return `${names.account(group.slice(0, at))}${what}（${names.signalKind(group.slice(at + 1))}）`;
    },
  };
}
