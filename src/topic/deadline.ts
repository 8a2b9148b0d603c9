/**
 * By when a topic must be answered, and why: pure. The rules are data (deadline-rule.ts); periods are counted in
 * calendar/period.ts.
 */
import { endOfPeriod, type Pause } from '../calendar/period.ts';
import type { Calendar } from '../calendar/working-days.ts';
import { toDay, toMinute } from '../clock.ts';
import type { DeadlineRule, Deadlines, Matter, TopicClass } from './deadline-rule.ts';

export interface Due {
  readonly at: Date;
  /** Id of the rule. */
  readonly rule: string;
  readonly name: string;
  /** How `at` comes about, step by step, for a person who counts it again; Chinese. */
  readonly explanation: string;
  readonly source: string;
  readonly doubtful: string | null;
  /** Done already: somebody has taken it on, a unit has it. False for what only an answer meets. */
  readonly met?: boolean;
  /** It passes days whose holidays are not settled yet. */
  readonly provisional?: boolean;
}

/** What moves the clock of a topic by hand; see keep-clock.ts. */
export interface ClockMarks {
  /** The period starts anew: an application was completed. */
  readonly restartedAt: Date | null;
  readonly extended: { readonly at: Date; readonly by: string; readonly reason: string } | null;
  /** Times taken out of the count. */
  readonly pauses: readonly (Pause & { readonly reason: string })[];
  /** The applicant was asked to complete it: until then nothing of ours is due. */
  readonly waiting: { readonly since: Date; readonly until: Date; readonly reason: string } | null;
}

export interface Waiting {
  readonly class: TopicClass;
  readonly matter: Matter;
  /** When the earliest signal not yet answered arrived here and when the earliest was written. */
  readonly receivedFrom: Date;
  readonly writtenFrom: Date;
  /** Who has it; absent for nobody. */
  readonly owner?: string | null;
  readonly units?: readonly string[];
  readonly clock?: ClockMarks | null;
}

interface Start {
  readonly at: Date;
  /** What began then; Chinese. */
  readonly began: string;
}

/** Everything due for a topic, soonest first: a major one has two. Throws when no rule covers it. */
export function duesOf(waiting: Waiting, deadlines: Deadlines, calendar: Calendar): readonly [Due, ...Due[]] {
  if (waiting.clock?.waiting) return [dueOfApplicant(waiting.clock.waiting)];
  const start = startOf(waiting, deadlines.startsAt);
  const rules = applying(waiting, deadlines.rules, toDay(start.at));
  const office = { calendar, sessions: deadlines.officeHours };
  const dues = rules.map((rule) => dueBy(rule, waiting, start, office));
  const [first, ...rest] = dues.sort((a, b) => a.at.getTime() - b.at.getTime());
  if (!first) throw new Error(`config/deadlines.json has no rule for class ${waiting.class} on ${toDay(start.at)}`);
  return [first, ...rest];
}

/** What a topic is listed by: the soonest that is not met. */
export function nextDue(waiting: Waiting, deadlines: Deadlines, calendar: Calendar): Due {
  const dues = duesOf(waiting, deadlines, calendar);
  return dues.find(({ met }) => !met) ?? dues[0];
}

/** Of the rules for one step, those for the kind hold before those for all. */
function applying({ class: topicClass, matter }: Waiting, rules: readonly DeadlineRule[], day: string) {
  const ofClass = rules.filter((rule) => rule.class === topicClass && holdsOn(rule, day));
  const steps = [...Map.groupBy(ofClass, ({ until }) => until).values()];
  return steps.flatMap((step) => {
    const ofMatter = step.filter((rule) => rule.matter === matter);
    return ofMatter.length > 0 ? ofMatter : step.filter((rule) => rule.matter === null || rule.matter === 'general');
  });
}

function holdsOn({ from, to }: DeadlineRule, day: string): boolean {
  return (from === null || day >= from) && (to === null || day <= to);
}

function startOf({ receivedFrom, writtenFrom, clock }: Waiting, startsAt: Deadlines['startsAt']): Start {
  const restarted = clock?.restartedAt;
  if (restarted && restarted > receivedFrom) return { at: restarted, began: '申请人补正，期限重新计算' };
  if (startsAt === 'received') return { at: receivedFrom, began: '最早一条待回应线索收到' };
  return { at: writtenFrom, began: '最早一条待回应线索发表' };
}

function dueBy(rule: DeadlineRule, waiting: Waiting, start: Start, office: Parameters<typeof endOfPeriod>[2]): Due {
  const { extension, until, unit } = rule;
  const extended = (extension && until === 'answered' && waiting.clock?.extended) || null;
  const amount = rule.amount + (extended ? (extension?.amount ?? 0) : 0);
  const pauses = waiting.clock?.pauses ?? [];
  const { at, words, notes, provisional } = endOfPeriod(start.at, { amount, unit }, office, pauses);
  const explanation = [
    `${rule.scope}：${rule.name}，${words}`,
    ...(extended
      ? [`其中 ${extension?.amount} 个工作日为 ${toMinute(extended.at)} 经批准延长（${extension?.source}）`]
      : []),
    `自 ${toMinute(start.at)}（${start.began}）起算`,
    ...notes,
    ...pauses.map(({ from, to, reason }) => `${toDay(from)} 次日至 ${toDay(to)} 不计：${reason}`),
    `至 ${unit === 'working-days' ? `${toDay(at)} 24:00` : toMinute(at)} 前`,
    `依据：${rule.source}${rule.doubtful ? `（待核实：${rule.doubtful}）` : ''}`,
  ].join('；');
  const { id, name, source, doubtful } = rule;
  return { at, rule: id, name, explanation, source, doubtful, met: isMet(until, waiting), provisional };
}

function isMet(until: DeadlineRule['until'], { owner, units = [] }: Waiting): boolean {
  const isAssigned = units.length > 0;
  if (until === 'taken') return isAssigned || (owner ?? null) !== null;
  return until === 'assigned' && isAssigned;
}

/** While the applicant completes an application nothing of ours is due; when the time given is over, somebody looks. */
function dueOfApplicant({ since, until, reason }: NonNullable<ClockMarks['waiting']>): Due {
  const asked = `已于 ${toMinute(since)} 告知申请人补正（${reason}），期限自收到补正之日起重新计算`;
  const explanation = `${asked}；申请人应在 ${toMinute(until)} 前补正，无正当理由逾期不补正的，视为放弃申请；依据：${CORRECTION_SOURCE}`;
  const name = '等待申请人补正';
  return { at: until, rule: WAITING_RULE, name, explanation, source: CORRECTION_SOURCE, doubtful: null, met: false };
}

export const WAITING_RULE = 'request-waiting';
const CORRECTION_SOURCE = '《政府信息公开条例》（国务院令第711号）第三十条';
