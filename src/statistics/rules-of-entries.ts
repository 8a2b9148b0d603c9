/** What was entered by hand, in numbers, in people and in money. */
import type { Line } from '../ledger/line.ts';
import type { Rule } from './figure.ts';
import type { Names } from './names.ts';

const MADE = ['entry.made', 'entry.taken-back'] as const;

/** What was entered by hand, less what was taken back. What says how many there are is no sum: standing(). */
export function entries(names: Names): Rule {
  return {
    id: 'entries',
    title: '补录',
    unit: '件',
    counting: '按补录的数量相加，计入发生的当期；撤销的补录减去',
    source: '工作台账口径，每条补录附依据',
    of: MADE,
    counts: ({ facts }) => facts.standing !== true,
    key: ({ _id }) => _id,
    weight: (line) => signOf(line) * Number(line.facts.count),
    group: { of: ({ facts }) => String(facts.kind), title: (kind) => names.entry(kind).title },
  };
}

/** The same, by what was chosen besides the kind: `request-answered.granted.person`. */
export function entriesByChoice(names: Names): Rule {
  return {
    ...entries(names),
    id: 'entries-by',
    title: '补录，分项',
    counts: ({ facts }) => facts.standing !== true && choicesIn(facts).length > 0,
    group: {
      of: ({ facts }) => [facts.kind, ...choicesIn(facts)].join('.'),
      title: (group) => {
        const [kind = '', ...chosen] = group.split('.');
        return [names.entry(kind).title, ...chosen.map(names.option)].join('－');
      },
    },
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

/** 分 in one 万元. */
export const FEN_PER_WAN = 1_000_000;

/** In 分, which are whole numbers; tables print 万元. */
export function amounts(names: Names): Rule {
  return {
    ...entries(names),
    id: 'amounts',
    title: '补录的金额',
    unit: '分',
    counting: '按补录的金额相加（以分为单位，不舍入），计入发生的当期；撤销的补录减去',
    counts: ({ facts }) => typeof facts.fen === 'number',
    weight: (line) => signOf(line) * Number(line.facts.fen),
    group: { of: ({ facts }) => String(facts.kind), title: (kind) => `${names.entry(kind).title}金额` },
  };
}

/** What there is on a day: followers, staff. The latest entry of a period counts (standing.ts); an account's is told by its id. */
export function standing(names: Names): Rule {
  return {
    ...entries(names),
    id: 'standing',
    title: '补录的现有数',
    counting: '取当期最后一次补录的数，不相加；撤销的不计',
    counts: ({ facts }) => facts.standing === true,
    // One for each: the number itself is read from the line that counts.
    weight: () => 1,
    group: {
      of: ({ facts }) => [facts.kind, ...(typeof facts.account === 'string' ? [facts.account] : [])].join('.'),
      title: (group) => {
        const [kind = '', account] = group.split('.');
        return `${names.entry(kind).title}${account === undefined ? '' : `（${names.account(account)}）`}`;
      },
    },
  };
}

/** Names of facts that say more than the kind, in the order in which they stand in a figure's id. */
const CHOICES = ['outcome', 'applicant', 'route', 'result', 'matter'] as const;

function choicesIn(facts: Line['facts']): readonly string[] {
  return CHOICES.flatMap((name) => (typeof facts[name] === 'string' ? [String(facts[name])] : []));
}

export function signOf({ what }: Line): 1 | -1 {
  return what === 'entry.taken-back' ? -1 : 1;
}
