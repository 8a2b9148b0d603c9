/** Whether choices made for an account are among those its channel offers. */
import type { FieldProblem } from '../errors.ts';
import { translateIssue, untranslated } from '../http/translate-issue.ts';
import type { Choices } from '../release/announcement.ts';
import type { Channel } from './contract.ts';

/** `account` as staff named it; null for one that is not open. */
export function findChoiceProblems(account: string, channel: Channel | null, chosen: Choices): readonly FieldProblem[] {
  const field = `choices.${account}`;
  if (!channel) return [{ field, problem: `没有“${account}”这个账号，或它已停用`, remedy: '请去掉这一项' }];
  if (!channel.choices) return [{ field, problem: '这个账号没有可选的发布方式', remedy: '请去掉这一项' }];
  const read = channel.choices.safeParse(chosen, untranslated);
  return read.success ? [] : read.error.issues.flatMap((issue) => translateIssue(issue, ['choices', account]));
}
