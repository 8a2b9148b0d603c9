/** Making, changing and retiring templates. */
import { invalid, Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import {
  getTemplate,
  type Template,
  type TemplateText,
  templateLine,
  templatesOf,
  topicPlaceholders,
} from './template.ts';
import { addresseePlaceholders } from './wording.ts';

/** Throws 'no-right', 'invalid-input'. */
export async function makeTemplate(db: Database, text: TemplateText, by: Person, now: Date): Promise<Template> {
  requireRole(by, 'responder', 'administrator');
  checkPlaceholders(text.text);
  const about = { isRetired: false, revision: 1, changedBy: by.id, changedAt: now };
  const fresh: Template = { _id: newId(now), ...text, ...about, unposted: [] };
  const template = { ...fresh, unposted: [templateLine(fresh, 'template.made', by.id, now)] };
  await templatesOf(db).insertOne(template);
  return template;
}

export interface TemplateChange extends Partial<TemplateText> {
  readonly id: string;
  readonly revision: number;
  readonly isRetired?: boolean;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'invalid-input'. */
export async function changeTemplate(db: Database, asked: TemplateChange, by: Person, now: Date): Promise<Template> {
  requireRole(by, 'responder', 'administrator');
  const { id, revision, ...change } = asked;
  if (change.text !== undefined) checkPlaceholders(change.text);
  const before = await getTemplate(db, id);
  const next = { ...before, ...change, revision: revision + 1, changedBy: by.id, changedAt: now };
  const what = change.isRetired === true ? 'template.retired' : 'template.changed';
  const { _id, unposted: _, ...$set } = next;
  const update = { $set, $push: { unposted: templateLine(next, what, by.id, now) } };
  const after = await templatesOf(db).findOneAndUpdate({ _id, revision }, update, { returnDocument: 'after' });
  if (after) return after;
  const problem = '模板刚被其他人改动';
  const remedy = '请刷新，确认最新内容后再操作';
  throw new Problem('stale-revision', `${problem}。${remedy}。`, { fields: [{ field: 'revision', problem, remedy }] });
}

function checkPlaceholders(text: string): void {
  const known = { ...topicPlaceholders, ...addresseePlaceholders };
  for (const [placeholder, name = ''] of text.matchAll(/\{([\p{Script=Han}]{1,8})\}/gu)) {
    if (name in known) continue;
    const all = Object.keys(known).map((one) => `{${one}}`);
    throw invalid('text', `“${placeholder}”没有可填的内容`, `能自动填写的有 ${all.join('、')}`);
  }
}
