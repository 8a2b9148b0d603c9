/**
 * Requests for disclosure (依申请公开): those that the site took, and those entered by hand. Each is told once: what the site
 * took stands in its own line and is not entered.
 */
import type { Line } from '../ledger/line.ts';
import type { Rule } from './figure.ts';
import type { Names } from './names.ts';
import { signOf } from './rules-of-entries.ts';

/** Kinds of entries that are a request, and the way it came. */
const WAYS: ReadonlyMap<unknown, string> = new Map([
  ['request-in-person', 'in-person'],
  ['request-fax', 'fax'],
  ['request-online', 'online'],
  ['request-letter', 'letter'],
]);

const WAY_TITLES: Readonly<Record<string, string>> = {
  'in-person': '当面',
  fax: '传真',
  online: '网络',
  letter: '信函',
};

const SOURCE = '国办公开办函〔2021〕30号、国办发〔2014〕32号：收到和处理政府信息公开申请';

/** By the way it came. */
export function requests(): Rule {
  return {
    id: 'requests',
    title: '收到政府信息公开申请数',
    unit: '件',
    counting: '网站收到的每份申请计1件，其他方式收到的按补录的数量计，计入收到的当期',
    source: SOURCE,
    of: ['signal.taken', 'signal.taken-back', 'entry.made', 'entry.taken-back'],
    counts: isRequest,
    key: ({ _id }) => _id,
    weight: numberOf,
    group: {
      of: (line) => (isSignal(line) ? 'online' : String(WAYS.get(line.facts.kind))),
      title: (way) => `${WAY_TITLES[way] ?? way}申请数`,
    },
  };
}

/** By who asks. */
export function requestsFrom(names: Names): Rule {
  return {
    ...requests(),
    id: 'requests-from',
    title: '收到政府信息公开申请数，按申请人',
    counting: '网站收到的每份申请计1件，其他方式收到的按补录的数量计，计入收到的当期；未注明申请人的网上申请计自然人',
    counts: (line) => isRequest(line) && (isSignal(line) || typeof line.facts.applicant === 'string'),
    group: { of: applicantOf, title: (applicant) => `收到申请数（${names.option(applicant)}）` },
  };
}

/** What came of them, by outcome and by who asked: `granted.person`. */
export function requestOutcomes(names: Names): Rule {
  return {
    id: 'request-outcomes',
    title: '申请办理结果',
    unit: '件',
    counting: '每份申请按办理结果计1件，计入办结的当期；部分公开的只计部分公开；重新打开的减去',
    source: SOURCE,
    of: ['topic.closed', 'topic.reopened', 'entry.made', 'entry.taken-back'],
    counts: isOutcome,
    key: ({ _id }) => _id,
    weight: numberOf,
    group: {
      of: (line) => `${line.facts.outcome}.${applicantOf(line)}`,
      title: (group) => group.split('.').map(names.option).join('－'),
    },
  };
}

/** Whatever came of them, by who asked. */
export function requestsDone(names: Names): Rule {
  return {
    ...requestOutcomes(names),
    id: 'requests-done',
    title: '办结的申请数',
    counting: '每份申请办结时计1件，计入办结的当期；重新打开的减去',
    group: { of: applicantOf, title: (applicant) => `办结的申请数（${names.option(applicant)}）` },
  };
}

function isSignal({ what }: Line): boolean {
  return what.startsWith('signal.');
}

function isRequest(line: Line): boolean {
  return isSignal(line) ? line.facts.kind === 'request' : WAYS.has(line.facts.kind);
}

/** A topic's closing tells of an outcome only when it was about a request, and its reopening which one it takes back. */
function isOutcome({ what, facts }: Line): boolean {
  if (typeof facts.outcome !== 'string') return false;
  return what.startsWith('topic.') || facts.kind === 'request-answered';
}

function numberOf(line: Line): number {
  const { what, facts } = line;
  if (what === 'signal.taken-back') return -1;
  if (what.startsWith('entry.')) return signOf(line) * Number(facts.count);
  const requests = typeof facts.requests === 'number' ? facts.requests : 1;
  return what === 'topic.reopened' ? -requests : requests;
}

function applicantOf({ facts }: Line): string {
  return typeof facts.applicant === 'string' ? facts.applicant : 'person';
}
