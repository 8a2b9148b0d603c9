/** The forms of the public site: 领导信箱, 依申请公开, 网站纠错, 网友评论. */
import { choicesOf, type Form } from './form.ts';
import { letter } from './letter-form.ts';
import { NAME, PHONE } from './person-fields.ts';
import { request } from './request-form.ts';

const correction: Form = {
  id: 'correction',
  title: '网站纠错',
  column: {
    name: '网站纠错',
    type: '咨询投诉',
    description: '公众指出本网站的错别字、内容错误、失效链接等问题。',
    keywords: ['网站纠错', '找错'],
  },
  guide: [
    '发现错别字、内容有误、链接打不开、信息该更新没更新，请告诉我们，一般 3 个工作日内处理。办事咨询和投诉请写信到“领导信箱”。',
  ],
  fields: [
    {
      name: 'page',
      label: '有问题的页面',
      type: 'text',
      isRequired: true,
      most: 300,
      hint: '从页面下方的“网站纠错”进来会自动填好。',
      part: '问题',
    },
    {
      ...{ name: 'about', label: '问题类型', type: 'radio', isRequired: true, most: 10 },
      choices: choicesOf(['错别字', '内容错误', '链接失效', '更新不及时', '无法使用', '其他']),
    },
    {
      name: 'text',
      label: '问题描述',
      type: 'textarea',
      isRequired: true,
      most: 1000,
      hint: '错在哪里、应当是什么，最多 1000 字。',
    },
    { ...NAME, isRequired: false },
    { ...PHONE, isRequired: false },
  ],
  submit: '提交',
};

const comment: Form = {
  id: 'comment',
  title: '网友评论',
  column: {
    name: '网友评论',
    type: '咨询投诉',
    description: '公众对本网站所发信息的评论，经审核后显示。',
    keywords: ['评论', '互动'],
  },
  guide: ['评论经审核后显示在文章下方。请文明发言，不要写他人的个人信息。要求办理的事项请写信到“领导信箱”。'],
  fields: [
    { name: 'page', label: '文章', type: 'hidden', isRequired: true, most: 80 },
    {
      name: 'nickname',
      label: '昵称',
      type: 'text',
      isRequired: true,
      most: 20,
      hint: '会随评论显示，不必用真名。',
      autocomplete: 'nickname',
    },
    { name: 'text', label: '评论', type: 'textarea', isRequired: true, most: 500, hint: '最多 500 字。' },
  ],
  submit: '提交评论',
};

export const forms: Readonly<Record<Form['id'], Form>> = { letter, request, correction, comment };
