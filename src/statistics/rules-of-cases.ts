/** Cases that hotlines told of, one by one. Months entered by hand as a number are counted by that number (rules-of-entries.ts). */
import type { Rule } from './figure.ts';

const TITLES: Readonly<Record<string, string>> = { received: '政务热线受理案件', closed: '政务热线办结案件' };

export function cases(): Rule {
  return {
    id: 'cases',
    title: '政务热线案件',
    unit: '件',
    counting: '热线推送或导入的每个工单受理、办结各计1件，计入受理、办结的当期；当月已补录总数的不重复计',
    source: '工作台账口径',
    of: ['case.accepted', 'case.closed'],
    counts: ({ facts }) => facts.byHand !== true,
    key: ({ subject }) => subject,
    group: {
      of: ({ what }) => (what === 'case.accepted' ? 'received' : 'closed'),
      title: (group) => TITLES[group] ?? group,
    },
  };
}

/** The numerator of 按时办结率; its denominator is `cases:closed`. */
export function casesOnTime(): Rule {
  return {
    ...cases(),
    group: null,
    id: 'cases-on-time',
    title: '政务热线按时办结案件',
    counting: '热线注明按时办结的工单计1件，计入办结的当期',
    of: ['case.closed'],
    counts: ({ facts }) => facts.byHand !== true && facts.onTime === true,
  };
}
