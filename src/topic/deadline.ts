/**
 * By when a topic must be answered, and why: pure. The periods themselves are data (config/deadlines.json, read by
 * read-deadlines.ts); working days are counted in calendar/working-days.ts.
 */
import { type Calendar, countWorkingDays } from '../calendar/working-days.ts';
import { after, hours, toMinute } from '../clock.ts';

/** Class → 界面, by 国办发〔2016〕61号 and 80号; what is no 政务舆情 is a message. */
export const classNames = { major: '特别重大、重大舆情', opinion: '其他舆情', message: '普通留言' } as const;
export type TopicClass = keyof typeof classNames;

/** What kind of message, where local periods tell kinds apart → 界面. */
export const matterNames = {
  general: '一般',
  consultation: '咨询',
  complaint: '意见、投诉',
  investigation: '需调查核实',
  correction: '网站找错',
} as const;
export type Matter = keyof typeof matterNames;

export interface DeadlineRule {
  readonly id: string;
  readonly class: TopicClass;
  /** Only for this kind of message; null for every topic of the class. */
  readonly matter: Matter | null;
  /** What must be done by then, and for what it holds; Chinese. */
  readonly name: string;
  readonly scope: string;
  readonly amount: number;
  readonly unit: 'clock-hours' | 'working-days';
  /** Document and number. */
  readonly source: string;
  /** What is not certain about it; null for nothing. */
  readonly doubtful: string | null;
}

export interface Deadlines {
  /** No document says when the clock starts: with the first signal's arrival here, or with its being written. */
  readonly startsAt: 'received' | 'written';
  readonly rules: readonly DeadlineRule[];
}

export interface Due {
  readonly at: Date;
  /** Id of the rule. */
  readonly rule: string;
  readonly name: string;
  /** How `at` comes about, step by step, for a person who counts it again; Chinese. */
  readonly explanation: string;
  readonly source: string;
  readonly doubtful: string | null;
}

export interface Waiting {
  readonly class: TopicClass;
  readonly matter: Matter;
  /** When the earliest signal not yet answered arrived here and when the earliest was written. */
  readonly receivedFrom: Date;
  readonly writtenFrom: Date;
}

/** Everything due for a topic, soonest first: a major one has two. Throws when no rule covers it. */
export function duesOf(waiting: Waiting, deadlines: Deadlines, calendar: Calendar): readonly [Due, ...Due[]] {
  const ofClass = deadlines.rules.filter((rule) => rule.class === waiting.class);
  const ofMatter = ofClass.filter((rule) => rule.matter === waiting.matter);
  const applying =
    ofMatter.length > 0 ? ofMatter : ofClass.filter(({ matter }) => matter === null || matter === 'general');
  const dues = applying.map((rule) => dueBy(rule, waiting, deadlines.startsAt, calendar));
  const [first, ...rest] = dues.sort((a, b) => a.at.getTime() - b.at.getTime());
  if (!first) throw new Error(`config/deadlines.json has no rule for class ${waiting.class}`);
  return [first, ...rest];
}

function dueBy(rule: DeadlineRule, waiting: Waiting, startsAt: Deadlines['startsAt'], calendar: Calendar): Due {
  const start = startsAt === 'received' ? waiting.receivedFrom : waiting.writtenFrom;
  const began = startsAt === 'received' ? '最早一条待回应线索收到' : '最早一条待回应线索发表';
  const { at, period, notes } = endOf(rule, start, calendar);
  const scope = `${rule.scope}：${rule.name}，${period}`;
  const end = rule.unit === 'working-days' ? `${toMinute(at).slice(0, 10)} 24:00` : toMinute(at);
  const source = `依据：${rule.source}${rule.doubtful ? `（待核实：${rule.doubtful}）` : ''}`;
  const explanation = [scope, `自 ${toMinute(start)}（${began}）起算`, ...notes, `至 ${end} 前`, source].join('；');
  return { at, rule: rule.id, name: rule.name, explanation, source: rule.source, doubtful: rule.doubtful };
}

function endOf({ amount, unit }: DeadlineRule, start: Date, calendar: Calendar) {
  switch (unit) {
    case 'clock-hours':
      return { at: after(start, hours(amount)), period: `${amount} 小时内（含夜间和节假日）`, notes: [] };
    case 'working-days': {
      const { at, holidays, workdays, yearsWithoutData } = countWorkingDays(start, amount, calendar);
      const notes = [
        '当日不计',
        holidays.length > 0 ? `跳过放假的 ${holidays.join('、')}` : '',
        workdays.length > 0 ? `计入调休上班的 ${workdays.join('、')}` : '',
        yearsWithoutData.length > 0
          ? `${yearsWithoutData.join('、')} 年的放假安排尚未录入，只跳过周末，录入后重算`
          : '',
      ];
      return { at, period: `${amount} 个工作日内`, notes: notes.filter((note) => note !== '') };
    }
  }
}
