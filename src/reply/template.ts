/**
 * Beginnings of replies, by class and matter of a topic: an office's own words, changed by its staff. Those of config/reply-templates.json
 * are put in once; what staff make of them stays.
 */
import first from '../../config/reply-templates.json' with { type: 'json' };
import { toDay } from '../clock.ts';
import { Problem } from '../errors.ts';
import { aLine, type Line, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Matter, TopicClass } from '../topic/deadline-rule.ts';
import type { Topic } from '../topic/topic.ts';

export interface Template extends Telling {
  readonly _id: string;
  readonly name: string;
  /** For which topics; null for all. */
  readonly class: TopicClass | null;
  readonly matter: Matter | null;
  readonly text: string;
  /** Out of use: it stays, since it may be wanted again. */
  readonly isRetired: boolean;
  readonly revision: number;
  readonly changedBy: string;
  readonly changedAt: Date;
}

export type TemplateText = Pick<Template, 'name' | 'class' | 'matter' | 'text'>;

/** What an office begins with. */
export const firstTemplates = first as readonly (TemplateText & { readonly id: string })[];

const TEMPLATES = 'reply-templates';

export const templateIndexes: readonly IndexDeclaration[] = [
  { collection: TEMPLATES, keys: { isRetired: 1, class: 1 }, serves: 'which templates are in use for this class?' },
  { collection: TEMPLATES, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

export function templatesOf(db: Database): Collection<Template> {
  return db.collection<Template>(TEMPLATES);
}

/** Filled in when a reply is begun → 界面. {称呼} and {编号} stay: they differ by addressee; see wording.ts. */
export const topicPlaceholders = { 事项: '事项标题', 单位: '承办单位', 日期: '今天的日期' } as const;

/** A template's text for a topic. `unit` is who signs. Pure. */
export function fillTemplate(
  text: string,
  { title }: Pick<Topic, 'title'>,
  { unit, now }: { unit: string; now: Date },
) {
  const [year, month, day] = toDay(now).split('-').map(Number);
  return text
    .replaceAll('{事项}', () => title)
    .replaceAll('{单位}', () => unit)
    .replaceAll('{日期}', `${year}年${month}月${day}日`);
}

/** Those that fit, the most particular first. Pure. */
export function fitting(templates: readonly Template[], topic: Pick<Topic, 'class' | 'matter'>): readonly Template[] {
  const fits = templates.filter(
    (one) =>
      !one.isRetired &&
      (one.class === null || one.class === topic.class) &&
      (one.matter === null || one.matter === topic.matter),
  );
  const rank = (one: Template) => (one.matter === null ? 0 : 2) + (one.class === null ? 0 : 1);
  return fits.sort((a, b) => rank(b) - rank(a) || (a.name < b.name ? -1 : 1));
}

/** Throws 'not-found'. */
export async function getTemplate(db: Database, id: string): Promise<Template> {
  const template = await templatesOf(db).findOne({ _id: id });
  if (!template) throw new Problem('not-found', `没有编号为 ${id} 的模板。请从模板列表重新进入。`);
  return template;
}

/** Puts in what an office begins with; one that is there, changed or retired, stays as it is. */
export async function putFirstTemplates(db: Database, now: Date): Promise<void> {
  const about = { isRetired: false, revision: 1, changedBy: 'system', changedAt: now, unposted: [] };
  await insertNew(
    templatesOf(db),
    firstTemplates.map(({ id, ...text }) => ({ _id: `first-${id}`, ...text, ...about })),
  );
}

export function templateLine({ _id, revision }: Template, what: Line['what'], by: string, at: Date): Line {
  return aLine({ what, subject: _id, at, by, nth: revision });
}
