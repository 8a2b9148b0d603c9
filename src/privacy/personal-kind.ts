/** The kinds of personal data that are looked for in texts, and how much of each may stay to be seen. */
export const personalKinds = {
  identity: '身份证号',
  card: '银行卡号',
  mobile: '手机号码',
  landline: '固定电话',
  plate: '车牌号',
  mail: '电子邮箱',
  account: '社交账号',
  address: '详细住址',
} as const;

export type PersonalKind = keyof typeof personalKinds;

export interface PersonalFinding {
  readonly kind: PersonalKind;
  /** Place in the text, in UTF-16 units; `end` is the first unit after it. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** As long as `text`, what identifies somebody replaced by stars. */
  readonly masked: string;
  /** An address that names one household (room, house in a hamlet), not only a building or a group. True for all else. */
  readonly isExact: boolean;
}

/**
 * How many letters and digits stay at either end. Identity numbers and mobiles as the inspection of Yongan 2022 has them
 * (35*************123, 138****1234); of an address below the township nothing stays.
 */
export const kept: Readonly<Record<PersonalKind, { readonly head: number; readonly tail: number }>> = {
  identity: { head: 2, tail: 3 },
  card: { head: 4, tail: 4 },
  mobile: { head: 3, tail: 4 },
  landline: { head: 4, tail: 2 },
  plate: { head: 2, tail: 1 },
  mail: { head: 1, tail: 0 },
  account: { head: 1, tail: 1 },
  address: { head: 0, tail: 0 },
};
