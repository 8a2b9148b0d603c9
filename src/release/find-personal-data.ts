/**
 * Personal data in a text about to be published: told to who writes and who reviews, before it is out. Only told, since an
 * office's own mobile number may be meant to stand there, and a list may have to be published by law.
 */
import type { FieldProblem } from '../errors.ts';
import { findPersonal } from '../privacy/find-personal.ts';
import { type PersonalFinding, type PersonalKind, personalKinds } from '../privacy/personal-kind.ts';
import { toPlainText } from './plain-text.ts';
import type { ReleaseText } from './release.ts';

const MASK = '请删去，或用 * 遮住中间各位；依法必须公开的，请在审核意见中写明依据';
const REMEDIES: Partial<Record<PersonalKind, string>> = {
  identity: MASK,
  card: MASK,
  mobile: '属于个人的，请删去或遮住中间各位；办公联系电话可以保留',
  plate: '请遮住中间各位；依法必须公开的，请在审核意见中写明依据',
  account: '属于个人的，请删去；单位对外的号码可以保留',
  address: '个人住址请只写到乡镇、街道；办公地址可以保留',
};
const KINDS = Object.keys(REMEDIES) as readonly PersonalKind[];

/**
 * What looks like it in title, summary and body; `problem` shows each masked. An office's telephone, its mail address and the
 * street it is in are part of most notices and not told.
 */
export function findPersonalData({ title, summary, body }: Pick<ReleaseText, 'title' | 'summary' | 'body'>) {
  const fields = Object.entries({ title, summary, body: toPlainText(body) });
  return fields.flatMap(([field, text]) => {
    const found = findPersonal(text, KINDS).filter(({ isExact }) => isExact);
    return KINDS.flatMap((kind) => tell(field, kind, found));
  });
}

function tell(field: string, kind: PersonalKind, found: readonly PersonalFinding[]): FieldProblem[] {
  const texts = new Map(found.filter((one) => one.kind === kind).map(({ text, masked }) => [text, masked]));
  const [first] = texts.values();
  if (first === undefined) return [];
  const example = kind === 'address' ? '' : `，如 ${first}`;
  const problem = `疑似含有${personalKinds[kind]} ${texts.size} 处${example}`;
  return [{ field, problem, remedy: REMEDIES[kind] ?? MASK }];
}
