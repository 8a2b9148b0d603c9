/** Which class and kind the rules propose for a topic, and why in words a moderator can check: pure. */
import type { ClassRule, ClassRules, MatterRule } from './class-rule.ts';
import { CLASSES_WITH_MATTER, classNames, type Matter, matterNames, type TopicClass } from './deadline-rule.ts';
import { type Found, findWords, quote, type Said } from './find-words.ts';
import type { Heard } from './heat-peaks.ts';

/** What is known of a topic's signals. */
export interface Voices {
  /** Some of them, the earliest first: enough to tell what it is about. */
  readonly said: readonly Said[];
  readonly kinds: readonly string[];
  readonly accounts: readonly string[];
  /** How many there are, and how many arrived within 24 hours (or were written within them, whenever there were most). */
  readonly signals: number;
  readonly recent: number;
  readonly heard: Heard;
}

export interface ClassProposal {
  readonly class: TopicClass;
  readonly matter: Matter;
  /** Id of the class rule; null when none holds. */
  readonly rule: string | null;
  /** Chinese. */
  readonly reason: string;
}

export function proposeClass(voices: Voices, rules: ClassRules): ClassProposal {
  for (const rule of rules.classes) {
    const found = holds(rule, voices);
    if (found) return propose(rule, found, voices, rules);
  }
  const { matter, reason } = matterOf(voices, rules.matters);
  return {
    class: 'message',
    matter,
    rule: null,
    reason: `未见突发事件或舆情热点的迹象，拟为${classNames.message}；${reason}`,
  };
}

function propose(rule: ClassRule, found: Found, voices: Voices, { matters }: ClassRules): ClassProposal {
  const parts = [
    found.words.length > 0 ? `文中有${quote(found.words)}` : '',
    rule.kinds.length + rule.accounts.length > 0 ? '来源符合' : '',
    rule.signals > 1 ? `线索 ${voices.signals} 条（达到 ${rule.signals} 条）` : '',
    rule.recent > 0 ? `24 小时内 ${voices.recent} 条（达到 ${rule.recent} 条）` : '',
    rule.sources > 1 ? `来自 ${voices.accounts.length} 个渠道（达到 ${rule.sources} 个）` : '',
    ...heatWords(rule, voices.heard),
  ].filter((part) => part !== '');
  const because = `按“${rule.name}”规则拟为${classNames[rule.class]}：${parts.join('，')}；依据：${rule.source}`;
  if (!CLASSES_WITH_MATTER.includes(rule.class)) {
    return { class: rule.class, matter: 'general', rule: rule.id, reason: because };
  }
  const { matter, reason } = matterOf(voices, matters);
  return { class: rule.class, matter, rule: rule.id, reason: `${because}；${reason}` };
}

function heatWords(rule: ClassRule, { rank, inHour, burst }: Heard): readonly string[] {
  return [
    rule.rank > 0 ? `上了热榜第 ${rank} 位` : '',
    rule.inHour > 1 ? `一小时内 ${inHour} 条（达到 ${rule.inHour} 条）` : '',
    rule.burst && burst ? `一天内 ${burst.signals} 条，此前每天平均 ${burst.usual.toFixed(1)} 条` : '',
  ];
}

function isHeard(rule: ClassRule, { rank, inHour, burst }: Heard): boolean {
  const isListed = rule.rank === 0 || (rank !== null && rank <= rule.rank);
  return isListed && inHour >= rule.inHour && (!rule.burst || burst !== null);
}

function holds(rule: ClassRule, voices: Voices): Found | null {
  const { kinds, accounts, words, signals, recent, sources } = rule;
  const isFrom = (wanted: readonly string[], has: readonly string[]) =>
    wanted.length === 0 || has.some((one) => wanted.includes(one));
  if (!isFrom(kinds, voices.kinds) || !isFrom(accounts, voices.accounts)) return null;
  if (voices.signals < signals || voices.recent < recent || voices.accounts.length < sources) return null;
  if (!isHeard(rule, voices.heard)) return null;
  return findWords(voices.said, words);
}

/** People put what they want into the title; in a long text every word turns up. */
const TITLE_WEIGHT = 1000;

function weightOf(found: Found | null): number {
  return found ? found.inTitle.length * TITLE_WEIGHT + found.words.length : 0;
}

function matterOf({ said, kinds }: Voices, rules: readonly MatterRule[]): { matter: Matter; reason: string } {
  const bySource = rules.find((rule) => rule.kinds.some((kind) => kinds.includes(kind)));
  if (bySource) return { matter: bySource.matter, reason: `类别拟为${matterNames[bySource.matter]}：按来源` };
  let best: { matter: Matter; found: Found } | null = null;
  for (const { matter, words } of rules) {
    const found = words.any.length > 0 ? findWords(said, words) : null;
    if (found && weightOf(found) > weightOf(best?.found ?? null)) best = { matter, found };
  }
  if (!best) return { matter: 'general', reason: '未见类别用词，类别暂为一般' };
  const { words, inTitle } = best.found;
  const where = inTitle.length > 0 ? `标题中有${quote(inTitle)}` : `正文中有${quote(words)}`;
  return { matter: best.matter, reason: `类别拟为${matterNames[best.matter]}：${where}` };
}
