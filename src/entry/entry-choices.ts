/**
 * What must be said of an entry besides its number: who applied, what came of it. The lists are data,
 * config/entry-choices.json; ids stand in the ledger and are never renamed. Which accounts there are is told by the house.
 */
import { z } from 'zod';
import list from '../../config/entry-choices.json' with { type: 'json' };

const choiceSchema = z.strictObject({
  title: z.string().min(1),
  options: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-z-]*$/), title: z.string().min(1) })).min(1),
});

export type EntryChoice = Readonly<z.infer<typeof choiceSchema>>;

/** Names of choices, in the order in which they stand in the name of a figure. */
export const choiceNames = ['outcome', 'applicant', 'route', 'result', 'matter'] as const;
export type ListedChoice = (typeof choiceNames)[number];

/** Of which account is told by its id in config/accounts.json. */
export type ChoiceName = ListedChoice | 'account';
export const allChoiceNames = [...choiceNames, 'account'] as const satisfies readonly ChoiceName[];

/** Checked lists by name. Throws when one is missing or incomplete, or an id stands twice in any of them. */
export function readEntryChoices(raw: unknown): Readonly<Record<ListedChoice, EntryChoice>> {
  const choices = z.record(z.enum(choiceNames), choiceSchema).parse(raw);
  const ids = Object.values(choices).flatMap(({ options }) => options.map(({ id }) => id));
  const twice = ids.find((id, at) => ids.indexOf(id) < at);
  if (twice) throw new Error(`config/entry-choices.json: ${twice} stands twice`);
  return choices;
}

export const entryChoices = readEntryChoices(list);

export function titleOfOption(name: ListedChoice, id: string): string | null {
  return entryChoices[name].options.find((option) => option.id === id)?.title ?? null;
}

/** The title of an option of whichever choice: ids are told apart over all of them. */
export function findOption(id: string): string | null {
  const options = Object.values(entryChoices).flatMap((choice) => choice.options);
  return options.find((option) => option.id === id)?.title ?? null;
}
