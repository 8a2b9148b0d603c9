/** The first page of 互动交流: every way to speak to the office, and where to ask what became of it. */

import { columnTags } from '../site/page-tags.ts';
import type { Printed } from '../site/print-page.ts';
import { forms } from './forms.ts';
import { formPath, INTERACT } from './show-form.ts';
import { LOOK_UP } from './show-receipt.ts';

const ABOUT = {
  name: '互动交流',
  type: '咨询投诉',
  description: '写信给县领导和部门、申请公开政府信息、指出网站错误，凭编号查询办理结果。',
  keywords: ['互动交流', '领导信箱', '依申请公开', '办理查询'],
};

export const LETTERS = `${INTERACT}letters/`;

/** Every way in, in the order of use. */
export const entries = [
  { name: forms.letter.title, href: formPath('letter'), about: '咨询政策、反映问题、提出建议' },
  { name: forms.request.title, href: formPath('request'), about: '申请获取没有主动公开的政府信息' },
  { name: '办理查询', href: LOOK_UP, about: '凭编号查看进度和答复' },
  { name: '征集调查', href: `${INTERACT}surveys/`, about: '民意征集、网上调查和结果' },
  { name: '来信选登', href: LETTERS, about: '同意公开的来信和答复' },
  { name: forms.correction.title, href: formPath('correction'), about: '指出错别字、失效链接等' },
] as const;

export function overviewPage(): Printed {
  const head = {
    title: ABOUT.name,
    description: ABOUT.description,
    tags: columnTags(ABOUT),
    path: INTERACT,
    column: null,
    isInteraction: true,
  } as const;
  return { template: 'interact', head, content: { ...ABOUT, entries } };
}
