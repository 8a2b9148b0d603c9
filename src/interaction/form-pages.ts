/**
 * The forms of the public site over HTTP: shown, read, and answered with a receipt or with what is wrong, keeping what was typed.
 * Writes from other sites' pages are refused before this (http/guard-cross-site.ts). The receipt is the answer to the form itself,
 * so that no number stands in an address; sending the form again shows the same one.
 */
import type Router from '@koa/router';
import type { Context } from 'koa';
import { minutes } from '../clock.ts';
import { Problem } from '../errors.ts';
import { readBody } from '../http/read-body.ts';
import { openThrottle, type Throttle } from '../http/throttle.ts';
import { answerReader } from '../site/answer-page.ts';
import { isUnavailable } from '../store/is-unavailable.ts';
import { findAbout } from './article-about.ts';
import { type Form, type FormProblem, readForm, type Values } from './form.ts';
import { forms } from './forms.ts';
import type { InteractionDesk } from './interaction-pages.ts';
import { askAgain, askQuestion, checkAnswer } from './question.ts';
import { formPath, showForm } from './show-form.ts';
import { showReceipt } from './show-receipt.ts';
import { submitForm } from './submit-form.ts';

/** A letter of 3,000 characters is some 27 KB as a form sends it. */
const MOST_BYTES = 64 * 1024;

/** Many people may share one address (a whole office, a mobile network), so that only floods are held up. */
const TRIES = { times: 60, windowMs: minutes(10) };
const TAKEN = { times: 20, windowMs: minutes(10) };

/** A field that people do not see; programs fill in everything. */
const TRAP = 'website';

export function formPages(router: Router, desk: InteractionDesk): void {
  const throttles = { tries: openThrottle(TRIES), taken: openThrottle(TAKEN) };
  for (const form of Object.values(forms)) {
    const path = formPath(form.id);
    const shown = { ...form, action: path };
    router.get(path, async (ctx) => {
      const now = desk.clock.now();
      const values = { page: pageIn(ctx, form) };
      const question = askQuestion(desk.key, form.id, now);
      const about = await findArticle(desk, form, values.page);
      answerReader(ctx, { status: 200, html: desk.print(showForm(shown, { values, problems: [], question, about })) });
    });
    router.post(path, async (ctx) => await takeForm(ctx as unknown as Context, form, { ...desk, ...throttles }));
  }
}

type Desk = InteractionDesk & { readonly tries: Throttle; readonly taken: Throttle };

async function takeForm(ctx: Context, form: Form, desk: Desk): Promise<void> {
  const now = desk.clock.now();
  const bytes = await readBody(ctx, { types: ['application/x-www-form-urlencoded'], limit: MOST_BYTES });
  const sent = new URLSearchParams(bytes.toString('utf8'));
  const { values, problems } = readForm(form, sent);
  const token = sent.get('token') ?? '';
  const again = async (status: number, wrong: readonly FormProblem[]) => {
    const question = askAgain(desk.key, form.id, token, now);
    const about = await findArticle(desk, form, values.page ?? '').catch(() => null);
    answerReader(ctx, {
      status,
      html: desk.print(showForm({ ...form, action: formPath(form.id) }, { values, problems: wrong, question, about })),
    });
  };
  try {
    desk.tries.take(ctx.ip, now);
    if (sent.get(TRAP)) throw new Problem('no-right', '这份表单像是由程序填写的，没有收下。请在页面上逐项填写后提交。');
    const checked = checkAnswer(desk.key, { form: form.id, token, answer: sent.get('answer') ?? '' }, now);
    const page = await checkPage(desk, form, values);
    const wrong = [...problems, ...page.problems];
    if (checked.is === 'wrong') wrong.push({ field: 'answer', problem: checked.problem, remedy: checked.remedy });
    if (wrong.length > 0 || checked.is === 'wrong') return await again(422, wrong);
    desk.taken.take(ctx.ip, now);
    const submitted = await submitForm(desk, { id: checked.id, form, values, page: page.release }, now);
    desk.nudge();
    answerReader(ctx, { status: 200, html: desk.print(showReceipt(form, submitted, now)) });
  } catch (error) {
    const told = tell(error);
    if (!told) throw error;
    if (told.retryAfterSeconds !== null) ctx.set('Retry-After', String(told.retryAfterSeconds));
    await again(told.status, [
      { field: 'form', problem: told.message.replace(/。$/, ''), remedy: '您填写的内容还在本页' },
    ]);
  }
}

/** What the reader can do something about; anything else is answered as for everybody (http/answer-problem.ts). */
function tell(error: unknown): Problem | null {
  if (isUnavailable(error)) {
    return new Problem('unavailable', '系统暂时无法保存，请过几分钟再提交。', { retryAfterSeconds: 60 });
  }
  return error instanceof Problem ? error : null;
}

function pageIn(ctx: Pick<Context, 'query'>, form: Form): string {
  const { page = '' } = ctx.query;
  const text = Array.isArray(page) ? '' : page;
  return form.fields.some(({ name }) => name === 'page') ? [...text].slice(0, 300).join('') : '';
}

/** Which article a comment is about, where it is one that is shown. */
async function findArticle({ pages }: InteractionDesk, form: Form, release: string) {
  if (form.id !== 'comment') return null;
  const about = await findAbout(pages, release, '评论文章');
  if (!about) throw new Problem('not-found', '没有这篇文章。请从文章页面进入。');
  return about;
}

async function checkPage(desk: InteractionDesk, form: Form, { page = '' }: Values) {
  if (form.id !== 'comment') return { release: null, problems: [] };
  await findArticle(desk, form, page);
  return { release: page, problems: [] };
}
