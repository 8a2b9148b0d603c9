/** 依申请公开, as 《政府信息公开条例》 (国务院令第711号) 第二十九条 wants it. The office is config/interaction.json. */
import config from '../../config/interaction.json' with { type: 'json' };
import { choicesOf, type Form, type FormProblem, type Values } from './form.ts';
import { checkCreditCode, checkIdentityNumber } from './identity-numbers.ts';
import { EMAIL, NAME, PHONE } from './person-fields.ts';

const { requestOffice: office } = config;

export const request: Form = {
  id: 'request',
  title: '依申请公开',
  column: {
    name: '依申请公开',
    type: '依申请公开',
    description: '公民、法人和其他组织申请公开政府信息，凭编号查询办理进度和答复。',
    keywords: ['依申请公开', '政府信息公开申请'],
  },
  guide: [
    '依据《中华人民共和国政府信息公开条例》第二十七条、第二十九条，除主动公开的信息外，您可以申请获取政府信息。申请前请先看看“政务公开”栏目，可能已经公开。',
    `受理机构：${office.name}；地址：${office.address}；电话：${office.phone}；受理时间：${office.hours}。也可以当面提交或邮寄书面申请。`,
    '能够当场答复的当场答复；不能当场答复的，自收到申请之日起 20 个工作日内答复，需要延长的会告知您，延长不超过 20 个工作日。内容不明确的，会在 7 个工作日内一次性告知补正。',
    '申请公开政府信息不收取费用；数量、频次明显超过合理范围的，可能收取信息处理费。信访、投诉、举报事项不适用本程序，请写信到“领导信箱”。',
  ],
  fields: [
    {
      ...{
        name: 'applicant',
        label: '申请人类型',
        type: 'radio',
        isRequired: true,
        most: 20,
        standard: 'person',
        part: '申请人',
      },
      choices: [
        // As the annual report tells them apart (config/entry-choices.json).
        { value: 'person', label: '公民' },
        { value: 'company', label: '商业企业' },
        { value: 'research', label: '科研机构' },
        { value: 'charity', label: '社会公益组织' },
        { value: 'legal', label: '法律服务机构' },
        { value: 'other', label: '其他法人或者组织' },
      ],
    },
    { ...NAME, label: '姓名（组织填联系人姓名）', part: '' },
    {
      name: 'organisation',
      label: '组织名称',
      type: 'text',
      isRequired: false,
      most: 80,
      hint: '组织申请必填。',
      autocomplete: 'organization',
    },
    {
      ...{ name: 'identity', label: '身份证明号码', type: 'text', isRequired: true, most: 18 },
      hint: '公民填身份证号，组织填统一社会信用代码（条例第二十九条要求提供身份证明）。加密保存。',
    },
    PHONE,
    {
      name: 'address',
      label: '通信地址',
      type: 'text',
      isRequired: true,
      most: 120,
      hint: '邮寄答复书用。',
      autocomplete: 'street-address',
    },
    EMAIL,
    { name: 'title', label: '所需信息的名称', type: 'text', isRequired: true, most: 100, part: '申请内容' },
    { name: 'number', label: '文号', type: 'text', isRequired: false, most: 60, hint: '知道的请填写。' },
    {
      ...{ name: 'text', label: '特征描述', type: 'textarea', isRequired: true, most: 2000 },
      hint: '写清时间、内容、制作单位等便于查找的特征，最多 2000 字。',
    },
    {
      ...{ name: 'form', label: '提供信息的形式', type: 'radio', isRequired: true, most: 10, standard: '纸质' },
      choices: choicesOf(['纸质', '电子文本', '光盘']),
    },
    {
      ...{ name: 'way', label: '获取信息的方式', type: 'radio', isRequired: true, most: 10, standard: '邮寄' },
      choices: choicesOf(['邮寄', '电子邮件', '自行领取', '当场查阅、抄录']),
    },
  ],
  submit: '提交申请',
  check: checkApplicant,
};

function checkApplicant({ applicant, organisation = '', identity = '', way, email }: Values): FormProblem[] {
  const problems: FormProblem[] = [];
  const isPerson = applicant === 'person';
  if (!isPerson && organisation === '') {
    problems.push({ field: 'organisation', problem: '没有填写组织名称', remedy: '以组织名义申请的，请填写组织全称' });
  }
  const wrong = isPerson ? checkIdentityNumber(identity) : checkCreditCode(identity);
  if (wrong !== null) problems.push({ field: 'identity', problem: wrong, remedy: '请对照证件重新填写' });
  if (way === '电子邮件' && email === '') {
    problems.push({
      field: 'email',
      problem: '选择了电子邮件，但没有填写邮箱',
      remedy: '请填写电子邮箱，或改选其他方式',
    });
  }
  return problems;
}
