/** 领导信箱. Mailboxes and kinds are config/interaction.json. */
import config from '../../config/interaction.json' with { type: 'json' };
import { choicesOf, type Form } from './form.ts';
import { EMAIL, NAME, PHONE } from './person-fields.ts';

const { mailboxes, letterKinds } = config;

export const letter: Form = {
  id: 'letter',
  title: '领导信箱',
  column: {
    name: '领导信箱',
    type: '咨询投诉',
    description: '公众向县领导和部门写信，咨询政策、反映问题、提出建议，凭编号查询办理结果。',
    keywords: ['领导信箱', '县长信箱', '咨询投诉'],
  },
  guide: [
    '来信由专人登记、分办，咨询类一般 3 个工作日内、其他一般 5 个工作日内答复；需要调查核实的，会适当延长。',
    '一信一事，请写清时间、地点和具体情况。已经进入诉讼、仲裁、复议程序的事项，请通过相应程序解决。',
    '姓名、电话等只用于办理，加密保存，不会公开。遇到危险请直接拨打 110、119、120。',
  ],
  fields: [
    {
      name: 'mailbox',
      label: '写给',
      type: 'select',
      isRequired: true,
      most: 40,
      choices: choicesOf(mailboxes),
      part: '来信内容',
    },
    { name: 'about', label: '类别', type: 'radio', isRequired: true, most: 10, choices: choicesOf(letterKinds) },
    {
      name: 'title',
      label: '标题',
      type: 'text',
      isRequired: true,
      most: 60,
      hint: '一句话说清是什么事，最多 60 字。',
    },
    {
      ...{ name: 'text', label: '内容', type: 'textarea', isRequired: true, most: 3000 },
      hint: '最多 3000 字。请不要写身份证号、银行卡号等。',
      check: (text) => ([...text].length < 10 ? '太短，不便办理（至少 10 字）' : null),
    },
    {
      ...{ name: 'consent', label: '是否同意公开', type: 'radio', isRequired: true, most: 10, standard: 'no' },
      hint: '选择同意的，来信和答复可能隐去个人信息后刊登在“来信选登”。',
      choices: [
        { value: 'no', label: '不公开' },
        { value: 'yes', label: '同意隐去个人信息后公开' },
      ],
    },
    NAME,
    PHONE,
    EMAIL,
  ],
  submit: '提交来信',
};
