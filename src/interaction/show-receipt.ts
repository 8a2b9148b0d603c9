/** What the receipt page and the lookup page say. */
import { toDay, toMinute } from '../clock.ts';
import { columnTags } from '../site/page-tags.ts';
import type { Printed } from '../site/print-page.ts';
import type { Form } from './form.ts';
import type { Standing } from './look-up-submission.ts';
import { formPath, INTERACT } from './show-form.ts';
import type { Submitted } from './submit-form.ts';

const NEXT: Readonly<Record<Form['id'], string>> = {
  letter: '来信已经登记，将由专人分办。办理结果可以凭编号查询。',
  request: '申请已经登记。收到之日起 20 个工作日内答复；内容需要补正的，7 个工作日内告知。进度和答复可以凭编号查询。',
  correction: '感谢指正。一般 3 个工作日内核实处理，结果可以凭编号查询。',
  comment: '评论已经收到，审核后显示在文章下方。',
};

export function showReceipt(form: Form, { number, code }: Submitted, now: Date): Printed {
  const isAsked = form.id !== 'comment';
  const content = {
    title: form.title,
    number: isAsked ? number : null,
    code: isAsked ? code : null,
    at: toMinute(now),
    next: NEXT[form.id],
    lookUp: LOOK_UP,
    again: formPath(form.id),
    interact: INTERACT,
  };
  const head = {
    title: '已收到',
    description: form.column.description,
    tags: columnTags(form.column),
    path: null,
    column: null,
    isInteraction: true,
  } as const;
  return { template: 'receipt', head, content };
}

/** What is no letter is not called one. */
function inWordsOf({ kindName, explanation }: Standing): string {
  return kindName === '依申请公开' ? explanation.replace('您的来信', '您的申请') : explanation;
}

export const LOOK_UP = `${INTERACT}lookup/`;

const ABOUT = {
  name: '办理查询',
  type: '咨询投诉',
  description: '凭编号查询来信、政府信息公开申请等的办理进度和答复。',
  keywords: ['办理查询', '来信查询', '申请查询'],
};

export interface Looking {
  readonly number: string;
  /** Chinese; '' for nothing wrong. */
  readonly problem: string;
  readonly standing: Standing | null;
}

/** The digits are never shown again. */
export function showLookUp({ number, problem, standing }: Looking): Printed {
  const found = standing && {
    ...{ number: standing.number, kind: standing.kindName, title: standing.title ?? '' },
    ...{ received: toMinute(standing.receivedAt), state: standing.stateName, explanation: inWordsOf(standing) },
    due: standing.dueOn === null ? '' : `${standing.dueOn} 前（含当日）`,
    answers: standing.answers.map(({ at, means, text, release }) => ({
      ...{ at: toMinute(at), day: toDay(at), means, lines: text?.split('\n') ?? [] },
      release: release && { title: release.title || '查看发布内容', url: release.url },
    })),
  };
  const content = { action: LOOK_UP, number, problem, found };
  const title = problem === '' ? ABOUT.name : `没有查到 - ${ABOUT.name}`;
  const head = {
    title,
    description: ABOUT.description,
    tags: columnTags(ABOUT),
    path: null,
    column: null,
    isInteraction: true,
  } as const;
  return { template: 'lookup', head, content };
}
