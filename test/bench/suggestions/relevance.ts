/**
 * Which earlier answers would have helped, where nobody labelled any. The office's own later answer says it: an earlier answer is
 * taken for relevant when the later one repeats from it what the message does not contain. Evidence are runs of five
 * characters that at most 1 % of all answers have, stand in both answers, and not in the message: no ranker sees the later answer,
 * and none gets a point for finding the message's own words. Clauses of courtesy are left out of both.
 *
 * Weak where the office answered the same in other words (missed), where one unit always writes the same sentence (counted without
 * being of use), and where the only useful answer was given afterwards (no message of that kind is measured).
 */
import type { Answered } from './answered.ts';

export interface Strictness {
  readonly name: string;
  /** Runs that both must have. */
  readonly least: number;
  /** Share of all answers that may have a run. */
  readonly rare: number;
}

export const strictnesses: readonly Strictness[] = [
  { name: 'six runs', least: 6, rare: 0.01 },
  { name: 'ten runs', least: 10, rare: 0.01 },
  { name: 'eight rarer', least: 8, rare: 0.004 },
];

const RUN = 5;
const COURTESY =
  /感谢|谢谢|收悉|关心|支持|监督|留言|帖文|来信|如您|您对|转交|转办|电话|致电|重视|核实|如下|您好|你好|欢迎|网友|祝您|理解|敬请|咨询|回复|答复|反映|疑问|意见|调查|情况/;

/** For each message, the places of the answers that were given before it and are relevant. */
export function relevantOf(messages: readonly Answered[], { least, rare }: Strictness): readonly ReadonlySet<number>[] {
  const answers = messages.map(({ reply }) => runsIn(substance(reply)));
  const having = new Map<string, number[]>();
  for (const [i, runs] of answers.entries()) {
    for (const run of runs) having.set(run, [...(having.get(run) ?? []), i]);
  }
  const most = Math.max(2, Math.floor(messages.length * rare));
  return messages.map(({ title, text, at }, i) => {
    const own = runsIn(`${title} ${text}`);
    const shared = new Map<number, number>();
    for (const run of answers[i] ?? []) {
      const others = having.get(run) ?? [];
      if (own.has(run) || others.length > most) continue;
      for (const j of others)
        if (j !== i && (messages[j]?.repliedAt ?? at) < at) shared.set(j, (shared.get(j) ?? 0) + 1);
    }
    return new Set([...shared].filter(([, runs]) => runs >= least).map(([j]) => j));
  });
}

function substance(reply: string): string {
  const clauses = reply.normalize('NFKC').split(/[，,。；;：:！!？?\n“”"‘’（）()、\s]+/);
  return clauses.filter((clause) => !COURTESY.test(clause)).join(' ');
}

function runsIn(text: string): ReadonlySet<string> {
  const runs = new Set<string>();
  for (const [part] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{Script=Han}a-z]+/gu)) {
    for (let i = 0; i + RUN <= part.length; i++) runs.add(part.slice(i, i + RUN));
  }
  return runs;
}
