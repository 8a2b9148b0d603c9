/** 民意征集 and 网上调查 on the public site: the list, the questions while their time runs, what came of them. */
import type Router from '@koa/router';
import type { Context } from 'koa';
import { minutes, toDay, toMinute } from '../clock.ts';
import { Problem } from '../errors.ts';
import { readBody } from '../http/read-body.ts';
import { openThrottle, type Throttle } from '../http/throttle.ts';
import { answerPage, answerReader } from '../site/answer-page.ts';
import { columnTags } from '../site/page-tags.ts';
import type { Printed } from '../site/print-page.ts';
import { answerConsultation, countAnswers } from './answer-consultation.ts';
import { findAbout } from './article-about.ts';
import { type Consultation, consultationKindNames, consultationsOf, phaseOf } from './consultation.ts';
import { choicesOf, type FormField, readForm } from './form.ts';
import type { InteractionDesk } from './interaction-pages.ts';
import { askAgain, askQuestion, checkAnswer } from './question.ts';
import { INTERACT, showForm } from './show-form.ts';

export const SURVEYS = `${INTERACT}surveys/`;
const ABOUT = {
  name: '征集调查',
  type: '征集调查',
  description: '就政策草案和公众关心的事项征集意见、开展调查，公布结果。',
  keywords: ['民意征集', '网上调查', '意见反馈'],
};
const PHASES = { hidden: '', coming: '即将开始', running: '进行中', over: '已截止', published: '已公布结果' } as const;
const HTML = 'text/html; charset=utf-8';
const MOST_BYTES = 64 * 1024;
const TRIES = { times: 30, windowMs: minutes(10) };
/** More than a county asks in years. */
const MOST_LISTED = 200;

export function consultationPages(router: Router, desk: InteractionDesk): void {
  const tries = openThrottle(TRIES);
  router.get(SURVEYS, async (ctx) => {
    answerPage(ctx, { status: 200, type: HTML, content: desk.print(await listPage(desk)) });
  });
  router.get('/interact/survey/:id/', async (ctx, next) => {
    const consultation = await findShown(desk, ctx.params.id);
    if (!consultation) return await next();
    const now = desk.clock.now();
    const phase = phaseOf(consultation, now);
    if (phase !== 'running') {
      const html = desk.print(await statePage(desk, consultation));
      // One that is about to begin must not be kept over its beginning.
      if (phase === 'coming') answerReader(ctx, { status: 200, html });
      else answerPage(ctx, { status: 200, type: HTML, content: html });
      return;
    }
    const question = askQuestion(desk.key, consultation._id, now);
    const filled = { values: {}, problems: [], question, about: await aboutOf(desk, consultation) };
    answerReader(ctx, { status: 200, html: desk.print(showForm(askingOf(consultation), filled)) });
  });
  router.post('/interact/survey/:id/', async (ctx, next) => {
    const consultation = await findShown(desk, ctx.params.id);
    if (!consultation) return await next();
    await take(ctx as unknown as Context, consultation, { ...desk, tries });
  });
}

async function findShown({ db, clock }: InteractionDesk, id: string | undefined): Promise<Consultation | null> {
  const found = await consultationsOf(db).findOne({ _id: id ?? '' });
  return found && phaseOf(found, clock.now()) !== 'hidden' ? found : null;
}

async function take(
  ctx: Context,
  consultation: Consultation,
  desk: InteractionDesk & { tries: Throttle },
): Promise<void> {
  const now = desk.clock.now();
  const bytes = await readBody(ctx, { types: ['application/x-www-form-urlencoded'], limit: MOST_BYTES });
  const sent = new URLSearchParams(bytes.toString('utf8'));
  const asking = askingOf(consultation);
  const { values, problems } = readForm(asking, sent);
  const token = sent.get('token') ?? '';
  const again = async (status: number, wrong: typeof problems) => {
    const about = await aboutOf(desk, consultation).catch(() => null);
    const question = askAgain(desk.key, consultation._id, token, now);
    answerReader(ctx, {
      status,
      html: desk.print(showForm(asking, { values, problems: wrong, question, about })),
    });
  };
  try {
    desk.tries.take(ctx.ip, now);
    if (sent.get('website')) throw new Problem('no-right', '这份答卷像是由程序填写的，没有收下。');
    const checked = checkAnswer(desk.key, { form: consultation._id, token, answer: sent.get('answer') ?? '' }, now);
    const wrong = checked.is === 'wrong' ? [{ field: 'answer', problem: checked.problem, remedy: checked.remedy }] : [];
    if (checked.is === 'wrong' || problems.length > 0) return await again(422, [...problems, ...wrong]);
    const replies = consultation.inquiries.map(({ type }, i) => {
      const text = values[`q${i + 1}`] ?? '';
      return text === '' ? [] : type === 'multiple' ? text.split('\n') : [text];
    });
    await answerConsultation(desk, { id: checked.id, consultation, replies, address: ctx.ip }, now);
    answerReader(ctx, { status: 200, html: desk.print(thanksPage(consultation)) });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await again(error.status, [
      { field: 'form', problem: error.message.replace(/。$/, ''), remedy: '您填写的内容还在本页' },
    ]);
  }
}

function aboutOf({ pages }: InteractionDesk, { release }: Consultation) {
  return findAbout(pages, release, '征求意见的文件');
}

/** Its questions as a form. */
function askingOf({ _id, kind, title, intro, inquiries, to }: Consultation) {
  const fields = inquiries.map(({ text, type, choices, isRequired }, i): FormField => {
    const kinds = { single: 'radio', multiple: 'checkbox', text: 'textarea' } as const;
    const base = { name: `q${i + 1}`, label: `${i + 1}. ${text}`, type: kinds[type], isRequired, most: 2000 };
    return type === 'text'
      ? base
      : { ...base, choices: choicesOf(choices), ...(type === 'multiple' && { hint: '可多选。' }) };
  });
  const time = `截止时间：${toMinute(to)}。答卷不记名；每人请只答一次。`;
  const column = { ...ABOUT, name: consultationKindNames[kind] };
  return {
    title,
    column,
    guide: [...intro.split('\n'), time],
    fields,
    submit: '提交',
    action: surveyPath(_id),
    above: { name: ABOUT.name, href: SURVEYS },
  };
}

export function surveyPath(id: string): string {
  return `${INTERACT}survey/${id}/`;
}

async function listPage({ db, clock }: InteractionDesk): Promise<Printed> {
  const options = { sort: { from: -1 }, limit: MOST_LISTED } as const;
  const found = await consultationsOf(db)
    .find({ state: { $in: ['open', 'published'] } }, options)
    .toArray();
  const links = found.map((one) => {
    const title = `【${consultationKindNames[one.kind]}】${one.title}（${PHASES[phaseOf(one, clock.now())]}）`;
    return { title, href: surveyPath(one._id), day: toDay(one.from) };
  });
  const content = { name: ABOUT.name, description: ABOUT.description, links, page: 1, last: 1, parents: [PARENT] };
  const head = {
    title: ABOUT.name,
    description: ABOUT.description,
    tags: columnTags(ABOUT),
    path: SURVEYS,
    column: null,
  };
  return { template: 'column', head: { ...head, isInteraction: true }, content };
}

const PARENT = { name: '互动交流', href: INTERACT };

async function statePage(desk: InteractionDesk, consultation: Consultation): Promise<Printed> {
  const { db, clock } = desk;
  const { _id, kind, title, intro, from, to, outcome } = consultation;
  const counted = outcome ? await countAnswers(db, consultation) : null;
  const content = {
    ...{
      title,
      kind: consultationKindNames[kind],
      intro: intro.split('\n'),
      phase: PHASES[phaseOf(consultation, clock.now())],
    },
    ...{ from: toMinute(from), to: toMinute(to), parents: [PARENT, { name: ABOUT.name, href: SURVEYS }] },
    outcome: outcome && { lines: outcome.text.split('\n'), at: toMinute(outcome.at) },
    about: await aboutOf(desk, consultation),
    total: counted?.total ?? 0,
    inquiries: (counted?.inquiries ?? []).map(({ inquiry, counts, answered }) => ({
      ...{ text: inquiry.text, answered },
      rows: inquiry.choices.map((choice, i) => {
        const count = counts[i] ?? 0;
        return { choice, count, share: answered === 0 ? '—' : `${((count * 100) / answered).toFixed(1)}%` };
      }),
    })),
  };
  const head = {
    title,
    description: intro.slice(0, 100),
    tags: columnTags(ABOUT),
    path: surveyPath(_id),
    column: null,
  };
  return { template: 'survey', head: { ...head, isInteraction: true }, content };
}

function thanksPage({ title }: Consultation): Printed {
  const next = '答卷已经收到，谢谢参与。截止后将在“征集调查”公布结果。';
  const content = { title, number: null, code: null, at: null, next, lookUp: '', again: SURVEYS, interact: INTERACT };
  const head = { title: '已收到', description: ABOUT.description, tags: columnTags(ABOUT), path: null, column: null };
  return { template: 'receipt', head: { ...head, isInteraction: true }, content };
}
