/** What was entered by hand, in numbers and in people. */
import type { Line } from '../ledger/line.ts';
import type { Rule } from './figure.ts';
import type { Names } from './names.ts';

/** What was entered by hand, less what was taken back. */
export function entries(names: Names): Rule {
  return {
    id: 'entries',
    title: '补录',
    unit: '件',
    counting: '按补录的数量相加，计入发生的当期；撤销的补录减去',
    source: '工作台账口径，每条补录附依据',
    of: ['entry.made', 'entry.taken-back'],
    counts: () => true,
    key: ({ _id }) => _id,
    weight: (line) => signOf(line) * Number(line.facts.count),
    group: { of: ({ facts }) => String(facts.kind), title: (kind) => names.entry(kind).title },
  };
}

export function people(names: Names): Rule {
  return {
    ...entries(names),
    id: 'people',
    title: '补录的人数',
    unit: '人次',
    counting: '按补录的人数相加，计入发生的当期；撤销的补录减去',
    counts: ({ facts }) => typeof facts.people === 'number',
    weight: (line) => signOf(line) * Number(line.facts.people),
    group: {
      of: ({ facts }) => String(facts.kind),
      title: (kind) => `${names.entry(kind).title}${names.entry(kind).people}`,
    },
  };
}

function signOf({ what }: Line): 1 | -1 {
  return what === 'entry.taken-back' ? -1 : 1;
}
