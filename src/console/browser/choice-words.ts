/** A choice of a channel in words: which option a value is, and what was typed after it. Pure. */
import type { ChoiceSchema } from './api/accounts.ts';

export type Option = NonNullable<ChoiceSchema['options']>[number];

/** As the channel tells them; of one that only lists its values, these. */
export function optionsOf({ options, enum: values }: ChoiceSchema): readonly Option[] {
  return options ?? (values ?? []).map((value) => ({ value, title: value }));
}

/** The option that this value is, or begins with; null for what stands in no option. */
export function optionOf(schema: ChoiceSchema, value: string): Option | null {
  const options = optionsOf(schema);
  const exact = options.find((one) => one.value === value && !one.asks);
  return exact ?? options.find((one) => one.asks !== undefined && value.startsWith(one.value)) ?? null;
}

/** What is meant when nothing is chosen. */
export function defaultWords(schema: ChoiceSchema): string {
  return (schema.default && optionOf(schema, schema.default)?.title) || '按账号的设置';
}

/** The value in words: 群发给一个标签下的粉丝（标签编号 2）. */
export function choiceWords(schema: ChoiceSchema | undefined, value: string): string {
  const option = schema && optionOf(schema, value);
  if (!option) return value;
  return option.asks ? `${option.title}（${option.asks} ${value.slice(option.value.length)}）` : option.title;
}
