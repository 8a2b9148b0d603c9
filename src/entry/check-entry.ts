/** Whether an entry is complete and of a kind that there is on that day. */
import { isDay, toDay } from '../clock.ts';
import { invalid } from '../errors.ts';
import { toFen } from './amount.ts';
import { type ChoiceName, choiceNames, type EntryChoice, entryChoices } from './entry-choices.ts';
import { type EntryKind, findEntryKind } from './entry-kinds.ts';
import type { EntryInput } from './make-entry.ts';

/** What an entry is checked against besides its kind. */
export interface EntryPlace {
  readonly now: Date;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
}

/** The kind it is of. Throws 'invalid-input' naming the first field that is wrong. */
export function checkEntry(input: EntryInput, { now, accounts }: EntryPlace): EntryKind {
  const { kind: id, count } = input;
  const kind = findEntryKind(id);
  if (!kind) throw invalid('kind', `没有“${id}”这类补录`, '可用的类别见 GET /api/entries/kinds');
  checkDay(kind, input.on, now);
  if (count === 0 && !kind.standing) throw invalid('count', '数量为 0', '没有发生的不需要补录');
  checkPeople(kind, input);
  checkAmount(kind, input);
  for (const name of choiceNames) checkChoice(kind, entryChoices[name], { name, input });
  checkChoice(kind, accountChoice(accounts), { name: 'account', input });
  return kind;
}

function accountChoice(accounts: EntryPlace['accounts']): EntryChoice {
  return { title: '账号', options: accounts.map(({ id, name: title }) => ({ id, title })) };
}

function checkDay({ title, from, to, on: only }: EntryKind, on: string, now: Date): void {
  if (!isDay(on)) throw invalid('on', `“${on}”不是日期`, '请写作 2018-07-03');
  if (on > toDay(now)) throw invalid('on', '日期在将来', '请填写实际发生的日期');
  const year = Number(on.slice(0, 4));
  const isKnown = (from === undefined || year >= from) && (to === undefined || year <= to);
  const years = from === undefined ? `${to} 年及以前` : `${from} 年${to === undefined ? '及以后' : `至 ${to} 年`}`;
  if (!isKnown) throw invalid('on', `“${title}”用于 ${years}`, '请换用当年适用的类别，见 GET /api/entries/kinds');
  if (only && on.slice(5) !== only)
    throw invalid('on', `“${title}”只在 ${only} 结转`, `请填写启用前一年的 ${only}，如 2018-${only}`);
}

function checkPeople({ title, people: unit }: EntryKind, { people }: EntryInput): void {
  if (unit && people === undefined) throw invalid('people', `没有填写${unit}`, '请填写参加人数');
  if (!unit && people !== undefined) throw invalid('people', `“${title}”不计人数`, '请去掉此项');
}

function checkAmount({ title, amount: unit }: EntryKind, { amount }: EntryInput): void {
  if (!unit && amount !== undefined) throw invalid('amount', `“${title}”不计金额`, '请去掉此项');
  if (unit && amount === undefined) throw invalid('amount', '没有填写金额', `请以${unit}为单位填写，如 12.5`);
  if (amount !== undefined && toFen(amount) === null)
    throw invalid(
      'amount',
      `“${amount}”不是金额`,
      `请以${unit ?? '万元'}为单位填写，如 12.5，最多六位小数（精确到分）`,
    );
}

function checkChoice(
  { title, choices = [], choicesFrom = 0 }: EntryKind,
  { title: what, options }: EntryChoice,
  { name, input }: { readonly name: ChoiceName; readonly input: EntryInput },
): void {
  const field = `chosen.${name}`;
  const remedy = `可填：${options.map(({ id }) => id).join('、')}`;
  const chosen = input.chosen?.[name];
  if (chosen === undefined) {
    const isAsked = choices.includes(name) && Number(input.on.slice(0, 4)) >= choicesFrom;
    if (isAsked) throw invalid(field, `没有填写${what}`, remedy);
    return;
  }
  if (!choices.includes(name)) throw invalid(field, `“${title}”不分${what}`, '请去掉此项');
  if (!options.some(({ id }) => id === chosen)) throw invalid(field, `没有“${chosen}”这种${what}`, remedy);
}
