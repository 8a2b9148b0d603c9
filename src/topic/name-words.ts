/** By what a name is known as one: how it ends, what stands behind it. Own lists, for county message boards. Pure. */
import { isNamed, rarityOf } from '../text/word-facts.ts';

const listOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Kinds of places and organisations: with the word before they are one's name (经济|学院, 泉星|公园). */
const kinds = listOf(`
大道 国际 广场 集团 中学 小学 大学 学院 医院 银行 财富 驾校 超市 酒店 公园 东路 西路 南路 北路 中路 新城 花园 家园 公寓 大厦 幼儿园 学校 校区
物流园 市场 商场 体育馆 图书馆 机场 水库 隧道 大桥 高速 国道 美食城 商城 嘉园 名园 豪庭 华府 名苑 英语 教育 金融 网贷 平台 传媒 科技 实业 置业
`);

/** What stands behind the name of an estate, a project, an organisation. */
const followers = listOf(`
小区 社区 业主 楼盘 项目 开发商 物业 一期 二期 三期 四期 附近 公司 有限公司 集团 房地产 路口 门口 旁边 旁 售楼部 平台 安置 学校 街道 居民 站 村民
`);

/** End like a place and are none. */
const noNames = listOf(
  '临街 沿街 当街 何时能 丛生 马路 公路 铁路 道路 网站 车站 上网 断头路 临时 高铁 拖延 首付 底层 业主 之一 路口',
);

const ENDINGS =
  /(?:[城苑府湾园滩路街村镇乡湖桥站院校岛塘坪岭庭郡邸墅厦寓馆坊轩阁都居]|大道|国际|广场|公司|集团|中学|小学|大学|学院|医院|号线|线|银行|财富|贷|网|驾校|超市|酒店|公园|社区|街道)$/;

export function isKind(word: string): boolean {
  return kinds.has(word);
}

export function followsName(word: string): boolean {
  return followers.has(word);
}

export function endsLikeName(word: string): boolean {
  return ENDINGS.test(word);
}

/** A single character, a number, or what the dictionary never saw: names are made of such. */
export function isOdd(word: string): boolean {
  return word.length === 1 || /^\d+$/.test(word) || rarityOf(word) === null;
}

const NAMED = 0.8;
const LIKE_NAME = 0.7;
const UNKNOWN = 0.5;
const NUMBERED = 0.3;

/** How much a word by itself is a name, from 0 to 1. Everyday words count as none whatever their tag says. */
export function namenessOf(word: string): number {
  const rarity = rarityOf(word);
  if (noNames.has(word)) return 0;
  if (isNamed(word) && (rarity ?? 13) > 7.5) return NAMED;
  if (endsLikeName(word) && (rarity ?? 13) > 9.5) return LIKE_NAME;
  if (/^[a-z]*\d+[a-z]*$/.test(word)) return NUMBERED;
  return rarity === null ? UNKNOWN : 0;
}
