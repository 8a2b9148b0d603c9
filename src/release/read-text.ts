/**
 * Reads what staff sent into a ReleaseText: body sanitised, its pictures stored, fields checked against what is known.
 * All that is wrong is told at once, and nothing is stored before everything is right.
 */
import { type FieldProblem, Problem } from '../errors.ts';
import type { Choices } from './announcement.ts';
import { findColumn } from './columns.ts';
import type { MediaStore } from './media-store.ts';
import { readBody } from './read-body.ts';
import type { ReleaseText } from './release.ts';

/** The fields of a release as they come in; absent ones keep what was there before. */
export type TextInput = Partial<Omit<ReleaseText, 'pictures'>>;

export interface Knowledge {
  /** Account ids that may be chosen. */
  readonly accounts: readonly string[];
  /** The account whose pages the others link to. */
  readonly canonical: string;
  /** What is wrong with choices made for this account. */
  choiceProblems(account: string, chosen: Choices): readonly FieldProblem[];
  readonly media: MediaStore;
  /** 来源 where a draft names none: the office itself. */
  readonly source: string;
  readonly now: Date;
  readonly by: string;
  /** Whether this is the id of a release, which a text may interpret. */
  isRelease(id: string): Promise<boolean>;
  /** Whether this is the id of a topic, which a text may answer. */
  isTopic(id: string): Promise<boolean>;
}

/** The text `before` with `input` applied. Throws 'invalid-input' naming every field at fault. */
export async function readText(before: ReleaseText, input: TextInput, known: Knowledge): Promise<ReleaseText> {
  const fields = [
    ...columnProblems(input),
    ...accountProblems(input, known),
    ...choiceProblems(input, known),
    ...timeProblems(before, input, known),
    ...(await relationProblems(input, known)),
    ...(await attachmentProblems(input, known)),
  ];
  const accounts = [...new Set(input.accounts ?? before.accounts)];
  if (input.body === undefined) {
    refuse(fields);
    return { ...before, ...input, accounts };
  }
  const read = await readBody(input.body, (id) => known.media.has(id));
  refuse([...fields, ...read.problems]);
  for (const picture of read.fresh) await known.media.put(picture.bytes, { by: known.by, now: known.now });
  const pictures = await known.media.describe(read.pictures);
  return { ...before, ...input, accounts, body: read.html, pictures };
}

function refuse(fields: readonly FieldProblem[]): void {
  if (fields.length === 0) return;
  const detail = fields.map(({ field, problem, remedy }) => `${field}：${problem}，${remedy}`).join('；');
  throw new Problem('invalid-input', `内容有 ${fields.length} 处需要修改：${detail}`, { fields });
}

function columnProblems({ column }: TextInput): FieldProblem[] {
  if (column === undefined || findColumn(column)) return [];
  return [{ field: 'column', problem: `没有“${column}”这个栏目`, remedy: '请从 GET /api/columns 列出的栏目中选择' }];
}

function choiceProblems({ choices = {} }: TextInput, known: Knowledge): FieldProblem[] {
  return Object.entries(choices).flatMap(([account, chosen]) => known.choiceProblems(account, chosen));
}

/** A year mistyped would send the text out at once. A time that stood there before may have passed since. */
function timeProblems(before: ReleaseText, { publishAt }: TextInput, { now }: Knowledge): FieldProblem[] {
  if (!publishAt || publishAt > now || publishAt.getTime() === before.publishAt?.getTime()) return [];
  const remedy = '请改为以后的时间；要在签发后立即发布的，请填 null';
  return [{ field: 'publishAt', problem: '定时发布的时间已经过去', remedy }];
}

/** A figure counts what answers a topic, a page links to what it interprets: neither may be made up. */
async function relationProblems({ interprets, respondsTo }: TextInput, known: Knowledge): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  if (typeof interprets === 'string' && !(await known.isRelease(interprets))) {
    const remedy = '请从 GET /api/releases 中选取所解读的文件，没有的请填 null';
    problems.push({ field: 'interprets', problem: '没有这个编号的发布件', remedy });
  }
  if (typeof respondsTo === 'string' && !(await known.isTopic(respondsTo))) {
    const remedy = '请从 GET /api/topics 中选取所回应的事项，没有的请填 null';
    problems.push({ field: 'respondsTo', problem: '没有这个编号的事项', remedy });
  }
  return problems;
}

async function attachmentProblems({ attachments = [] }: TextInput, { media }: Knowledge): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  for (const [index, one] of attachments.entries()) {
    const isPicture = /\.(png|jpg|gif|webp)$/.test(one.media);
    if (!isPicture && (await media.has(one.media))) continue;
    const problem = isPicture ? `“${one.name}”是图片` : `附件“${one.name}”没有上传成功`;
    const remedy = isPicture ? '请把图片放进正文' : '请重新上传这个附件';
    problems.push({ field: `attachments.${index}`, problem, remedy });
  }
  return problems;
}

function accountProblems({ accounts }: TextInput, known: Knowledge): FieldProblem[] {
  if (accounts === undefined) return [];
  const unknown = accounts.filter((id) => !known.accounts.includes(id));
  const problems = unknown.map((id) => ({
    field: `accounts.${accounts.indexOf(id)}`,
    problem: `没有“${id}”这个账号，或它已停用`,
    remedy: `请从可用的账号中选择：${known.accounts.join('、')}`,
  }));
  if (accounts.includes(known.canonical)) return problems;
  const remedy = `请加上“${known.canonical}”：其他渠道都链接到它的页面，缺了它链接就打不开`;
  return [...problems, { field: 'accounts', problem: '没有包含政府网站', remedy }];
}
