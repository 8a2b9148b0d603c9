/**
 * Addresses below the township: what leads to a door. A building alone ("13栋") or a village alone is where something happens
 * and stays; two steps of the way together ("新村五组", "解放路12号", "3栋2单元501") are an address. Notices may give a home
 * only down to the township (domain facts, part 7), so what stands between township and address goes with it.
 */

/** Characters that end a place's name when read backwards; names lose by it, addresses don't. */
const STOPS = '的是在住于和与及到从我你他她们了将向被把对为也都有没不请问这那该某各两几每个省市县区镇乡村组路号栋幢';
const NAME = `(?:(?![${STOPS}])[\\u4e00-\\u9fa5])`;
const NUMERAL = '[一二三四五六七八九十百零〇]';
const NUM = `(?:[A-Za-z]{0,2}[0-9]{1,5}(?:[\\-－—之附][0-9]{1,4}){0,3}|${NUMERAL}{1,4}|[A-Za-z甲乙丙丁](?![A-Za-z0-9]))`;
/** Bodies and numbers that are called the same. */
const NO_GROUP = '(?!织|成|建|团|合|长|员|装|级|委|工)';
/** Lines, parcels, documents, doors and windows have numbers too. */
const NO = '线|地块|文|令|公告|通知|台|机|车|井|塔|门|口|窗|桥|矿|厂|宗地|项目|店|柜|专柜|院线|码';
const NO_HOUSE = `(?!${NO})`;
const NO_ROOM = '(?![0-9]|号|门面|商铺|[mM]|多|余|户|米|元|平|人|年|家|个|套|天|月|日|[.%万千]|㎡)';
const BODIES = '民|小|里|委|工作|领导|经济|督查|督察|督导|巡视|巡察|检查|调查|筹备|专案|自查|党|班|志愿|业主|专家|项目';

const GROUP = `(?:${NUM}|${NAME}{1,5}(?<!${BODIES}))(?:村民小组|小组|组)${NO_GROUP}`;
const VILLAGE = `${NAME}{0,6}(?:村民委员会|村委会|社区|新村|村)`;
const ROAD = `${NAME}{0,6}(?:大道|路|街|巷|弄|胡同)`;
const HOUSE = `(?:门牌)?${NUM}号(?:院|大院)?${NO_HOUSE}`;
const BUILDING = `${NUM}(?:号楼|号栋|栋|幢|座)`;
const UNIT = `${NUM}单元`;
const FLOOR = `${NUM}[楼层]`;
const ROOM = `(?:${NUM}(?:号房|室|房|户|号)(?!间|门面|商铺|铺|型|${NO})|[0-9]{3,4}${NO_ROOM})`;
/** The name of an estate between the house number and the building. */
const GAP = '[\\u4e00-\\u9fa5]{0,12}?';
/** Building, then what is inside it. */
const INSIDE = `${BUILDING}(?:${UNIT}(?:${FLOOR})?(?:${ROOM})?|${FLOOR}${ROOM}|${ROOM})`;

export interface AddressRule {
  readonly pattern: RegExp;
  /** Cheap to look for; without it the pattern cannot be there. */
  readonly needs: RegExp;
  readonly isExact: boolean;
}

const rule = (isExact: boolean, needs: RegExp, source: string): AddressRule => ({
  isExact,
  needs,
  pattern: new RegExp(`(${source})`, 'gd'),
});

const STREET_NUMBER = /[道路街巷弄同].{1,20}号/;
const IN_BUILDING = /[楼栋幢座].{0,12}[0-9号室房户元]/;
const AT_HOME = '家住|住址|现住|居住在|居住于|住在|家庭地址|户籍地址|户籍地';

/** The longest comes first; of two that overlap the earlier one counts. */
export const ADDRESS_RULES: readonly AddressRule[] = [
  rule(true, /[道路街巷弄同].{1,40}[栋幢座楼元]/, `${ROAD}${HOUSE}${GAP}(?:${INSIDE}|${UNIT}${ROOM})`),
  rule(true, /[村区会].{1,12}组.{1,12}号/, `${VILLAGE}${GROUP}${HOUSE}`),
  rule(true, IN_BUILDING, INSIDE),
  rule(true, /单元/, `${UNIT}(?:${FLOOR})?${ROOM}`),
  rule(true, /(?:厦|寓|区|园|苑).{1,12}[室房]/, `(?<=大厦|公寓|小区|家园|花园|苑)${NUM}(?:室|号房)`),
  rule(true, /组.{1,12}号/, `${GROUP}${HOUSE}`),
  rule(true, /[村区会].{1,12}号/, `${VILLAGE}${HOUSE}`),
  rule(false, STREET_NUMBER, `${ROAD}${HOUSE}(?:${GAP}${BUILDING})?`),
  rule(false, /[村区会].{1,10}组/, `${VILLAGE}${GROUP}`),
  // Said to be where somebody lives: then the building is enough.
  rule(
    false,
    new RegExp(AT_HOME),
    `(?<=(?:${AT_HOME})[:：]?)[\\u4e00-\\u9fa5A-Za-z0-9\\-]{2,40}?(?:${BUILDING}|${GROUP}|${HOUSE}|${ROOM}|${VILLAGE})`,
  ),
];

const TOWNSHIP = /(?:街道办事处|街道办|街道|镇|乡|县城|[市县区])(?=[\u4e00-\u9fa5A-Za-z0-9-]{0,14}$)/g;

/** Where the address begins: after the township before it, or the county, if nothing but names stands in between. */
export function startAfterTownship(text: string, start: number, end: number): number {
  const from = Math.max(0, start - 20);
  const found = text.slice(start, end);
  const inside = /^[\u4e00-\u9fa5A-Za-z0-9]{0,14}?(?:街道办事处|街道|镇|乡)/.exec(found);
  if (inside) return start + inside[0].length;
  const before = text.slice(from, start);
  const last = [...before.matchAll(TOWNSHIP)].at(-1);
  if (!last || new RegExp(`[${STOPS.slice(0, 36)}]`).test(before.slice(last.index + last[0].length))) return start;
  return from + last.index + last[0].length;
}
