/** Numbers and names by which a person is reached or known, as patterns over half-width text. The first group is what is masked. */
import { isCardNumber, isIdentityNumber } from './check-numbers.ts';
import type { PersonalKind } from './personal-kind.ts';

export interface NumberRule {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  /** Decides over the letters and digits alone; absent where the pattern is enough. */
  readonly isOne?: (compact: string) => boolean;
}

/** A blank or a dash that people write between the groups of a number. */
const GAP = '[ \\-]?';
const PROVINCE = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
/** What stands between the name of a number and the number itself. */
const IS = '(?:号码|号|账号|帐号)?\\s*(?:[:：是为]|[是为][:：])?\\s*';

const hasDigit = (compact: string) => /\d/.test(compact.slice(2));

export const NUMBER_RULES: readonly NumberRule[] = [
  {
    kind: 'identity',
    pattern: new RegExp(`(?<![\\dA-Za-z])(\\d{6}${GAP}\\d{4}${GAP}\\d{4}${GAP}\\d{3}[\\dXx])(?![\\dA-Za-z])`, 'gd'),
    isOne: isIdentityNumber,
  },
  { kind: 'identity', pattern: /(?<![\dA-Za-z])(\d{15})(?![\dA-Za-z])/dg, isOne: isIdentityNumber },
  // Said to be one: a slip of the pen makes it no less personal.
  { kind: 'identity', pattern: /身份证(?:号码|号)?\s*[:：是为]{0,2}\s*(\d{17}[\dXx]|\d{15})(?![\dA-Za-z])/dg },
  {
    kind: 'card',
    pattern: /(?<![\dA-Za-z])(\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)(?![\dA-Za-z])/dg,
    isOne: isCardNumber,
  },
  { kind: 'mobile', pattern: /(?<![\d.])(?:(?:\+|00)?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d|\.\d)/dg },
  { kind: 'landline', pattern: /(?<![\d-])(\(?0(?:10|2\d|[3-9]\d{2})\)?[ \-—]{0,2}[2-8]\d{6,7})(?![\d.]|-\d{2,}-)/dg },
  // Without the area code only where it is called a telephone.
  {
    kind: 'landline',
    pattern: /(?:电话|座机|传真|联系方式|热线)(?:号码)?\s*[:：是为]{0,2}\s*([2-8]\d{6,7})(?![\d.])/dg,
  },
  {
    kind: 'plate',
    pattern: new RegExp(
      `([${PROVINCE}][A-HJ-NP-Za-hj-np-z][·•. ]?[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳])(?![A-Za-z0-9])`,
      'gd',
    ),
    isOne: hasDigit,
  },
  { kind: 'mail', pattern: /(?<![\w.%+*-])([A-Za-z0-9][\w.%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,10})/dg },
  { kind: 'account', pattern: new RegExp(`(?:QQ|扣扣|企鹅)${IS}([1-9]\\d{4,10})(?!\\d)`, 'gdi') },
  {
    kind: 'account',
    pattern: new RegExp(`(?:微信|weixin|wechat|vx|wx|V信|威信)${IS}([A-Za-z][\\w-]{5,19})(?![\\w-])`, 'gdi'),
  },
];
