/** Whether an entry is complete and of a kind that there is on that day. */
import { isDay, toDay } from '../clock.ts';
import { invalid } from '../errors.ts';
import { toFen } from './amount.ts';
import { type ChoiceName, choiceNames, entryChoices, titleOfOption } from './entry-choices.ts';
import { type EntryKind, findEntryKind } from './entry-kinds.ts';
import type { EntryInput } from './make-entry.ts';

/** The kind it is of. Throws 'invalid-input' naming the first field that is wrong. */
export function checkEntry(input: EntryInput, now: Date): EntryKind {
  const { kind: id, count } = input;
  const kind = findEntryKind(id);
  if (!kind) throw invalid('kind', `没有“${id}”这类补录`, '可用的类别见 GET /api/entries/kinds');
  checkDay(kind, input.on, now);
  if (count === 0 && !kind.standing) throw invalid('count', '数量为 0', '没有发生的不需要补录');
  checkPeople(kind, input);
  checkAmount(kind, input);
  for (const name of choiceNames) checkChoice(kind, name, input);
  return kind;
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

function checkChoice({ title, choices = [], choicesFrom = 0 }: EntryKind, name: ChoiceName, input: EntryInput): void {
  const field = `chosen.${name}`;
  const { title: what, options } = entryChoices[name];
  const chosen = input.chosen?.[name];
  if (chosen === undefined) {
    const isAsked = choices.includes(name) && Number(input.on.slice(0, 4)) >= choicesFrom;
    if (isAsked) throw invalid(field, `没有填写${what}`, `可填：${options.map(({ id }) => id).join('、')}`);
    return;
  }
  if (!choices.includes(name)) throw invalid(field, `“${title}”不分${what}`, '请去掉此项');
  if (titleOfOption(name, chosen) === null)
    throw invalid(field, `没有“${chosen}”这种${what}`, `可填：${options.map(({ id }) => id).join('、')}`);
}
