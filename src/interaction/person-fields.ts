/** What forms ask about whoever writes; kept sealed, see signal/contact.ts. */
import type { FormField } from './form.ts';

export const NAME: FormField = {
  ...{ name: 'name', label: '姓名', type: 'text', isRequired: true, most: 40, autocomplete: 'name' },
  part: '您的联系方式',
};
export const PHONE: FormField = {
  ...{ name: 'phone', label: '联系电话', type: 'tel', isRequired: true, most: 30, autocomplete: 'tel' },
  hint: '办理时可能与您核实情况；查询时用号码的后四位核对身份。不会公开。',
};
export const EMAIL: FormField = {
  ...{ name: 'email', label: '电子邮箱', type: 'email', isRequired: false, most: 80, autocomplete: 'email' },
};

/** Names of fields that are kept sealed: whoever has only the database does not learn who wrote. */
export const PERSONAL: readonly string[] = ['name', 'phone', 'email', 'identity', 'address', 'organisation'];
