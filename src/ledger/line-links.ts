/**
 * From a line to what it is about: the record, the release or the topic behind it, the post on its platform, the proof. Pure.
 * Addresses are those of this service's API (relative), and of posts where the platform told one.
 */
import type { Line } from './line.ts';

export interface LineLink {
  /** What is there; Chinese. */
  readonly title: string;
  readonly href: string;
}

/** Where the subject of a line can be looked at, by the first word of what happened. */
const SUBJECTS: Readonly<Record<string, readonly [title: string, path: string]>> = {
  release: ['发布件', '/api/releases/:id'],
  delivery: ['投递', '/api/deliveries/:id'],
  topic: ['事项', '/api/topics/:id'],
  signal: ['线索', '/api/signals/:id'],
  contact: ['线索', '/api/signals/:id'],
  case: ['热线工单', '/api/signals/:id'],
  submission: ['来件', '/api/submissions/:id'],
  reply: ['回应', '/api/replies/:id'],
  import: ['导入', '/api/imports/:id'],
  entry: ['补录', '/api/entries/:id'],
  sending: ['发送开关', '/api/sending'],
  account: ['账号', '/api/accounts'],
  staff: ['人员', '/api/staff'],
  ledger: ['封存', '/api/ledger/verify'],
  period: ['统计期', '/api/statistics?period=:id'],
};

/** Facts that name another record. */
const FACTS: readonly (readonly [fact: string, title: string, path: string])[] = [
  ['release', '发布件', '/api/releases/:id'],
  ['topic', '事项', '/api/topics/:id'],
  ['reply', '回应', '/api/replies/:id'],
  ['signal', '线索', '/api/signals/:id'],
  ['import', '导入', '/api/imports/:id'],
];

/** The record first. */
export function linksOf(line: Line): readonly LineLink[] {
  const { facts } = line;
  const told = FACTS.flatMap(([fact, title, path]) => linkTo(facts[fact], title, path));
  const post = linkTo(
    typeof facts.url === 'string' && /^https?:/.test(facts.url) ? facts.url : null,
    '平台上的原文',
    ':url',
  );
  const files = Array.isArray(facts.proofFiles) ? facts.proofFiles : [];
  const proofs = files.flatMap((file) => linkTo(file, '依据文件', '/api/proofs/:id'));
  const all = [...subjectOf(line), ...told, ...post, ...proofs];
  return [...new Map(all.map((link) => [link.href, link])).values()];
}

function subjectOf({ what, subject, facts }: Line): readonly LineLink[] {
  const [about = ''] = what.split('.');
  if (about === 'figures') {
    const query = `account=${encodeURIComponent(String(facts.account))}&day=${facts.day}`;
    return [{ title: '平台数据', href: `/api/figures?${query}` }];
  }
  // A line about a line, or about a record of any kind: its whole trail.
  if (about === 'line') return [{ title: '这条记录', href: `/api/ledger?line=${encodeURIComponent(subject)}` }];
  const place = SUBJECTS[about];
  if (!place) return [{ title: '全部经过', href: `/api/ledger?subject=${encodeURIComponent(subject)}` }];
  return linkTo(subject, ...place);
}

function linkTo(id: unknown, title: string, path: string): readonly LineLink[] {
  if (typeof id !== 'string' || id === '') return [];
  return [{ title, href: path === ':url' ? id : path.replace(':id', encodeURIComponent(id)) }];
}
