/** What a column of an imported table may mean, and by which headings and contents it is known. */
import { readTime } from './read-time.ts';

export interface ImportField {
  readonly name: string;
  /** Headings, without blanks and signs, in the order of preference. */
  readonly headings: readonly string[];
  /** Reaches a person: sealed apart, never in the raw form. */
  readonly isContact: boolean;
}

const field = (name: string, headings: string, isContact = false): ImportField => ({
  name,
  headings: headings.split(' '),
  isContact,
});

export const importFields = {
  ref: field(
    '编号',
    '留言编号 编号 信件编号 工单编号 案件编号 工单号 受理编号 来信编号 信件号 流水号 序列号 id ref 主键',
  ),
  author: field('留言用户', '留言用户 用户 昵称 网名 用户名 留言人 网民 作者 user author nickname username'),
  title: field('主题', '留言主题 主题 标题 信件标题 诉求标题 工单标题 题目 title subject'),
  text: field(
    '详情',
    '留言详情 留言内容 详情 内容 正文 信件内容 诉求内容 来信内容 问题描述 事项描述 text content body 描述',
  ),
  writtenAt: field(
    '时间',
    '留言时间 时间 来信时间 提交时间 来电时间 发布时间 创建时间 写信时间 登记时间 日期 writtenat at time date createdat',
  ),
  likes: field('点赞数', '点赞数 点赞 赞 支持数 顶 likes like'),
  against: field('反对数', '反对数 反对 踩 against dislikes'),
  acceptedAt: field('受理时间', '受理时间 受理日期 acceptedat'),
  assignedAt: field('转办时间', '转办时间 派单时间 交办时间 assignedat'),
  closedAt: field('办结时间', '办结时间 办结日期 办理完成时间 closedat'),
  onTime: field('是否按时办结', '是否按时办结 是否按时 按时办结 ontime'),
  unit: field('承办单位', '承办单位 办理单位 责任单位 unit'),
  name: field('真实姓名', '真实姓名 姓名 来电人 来信人 诉求人 申请人 联系人 realname name', true),
  phone: field('联系电话', '联系电话 电话 手机 手机号 手机号码 电话号码 来电号码 联系方式 phone mobile tel', true),
  mail: field('电子邮箱', '电子邮箱 邮箱 电子邮件 email mail', true),
  address: field('住址', '住址 地址 联系地址 家庭住址 通讯地址 address', true),
} as const satisfies Record<string, ImportField>;

export type FieldName = keyof typeof importFields;
export const fieldNames = Object.keys(importFields) as readonly FieldName[];

/** Field → heading of its column; a field without a column is left out. */
export type Columns = Partial<Record<FieldName, string>>;

/** The text, once without blanks, signs and case. */
function plain(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Which column is probably what: by its heading first, what remains by what stands in it. */
export function proposeColumns(
  headings: readonly string[],
  samples: readonly Readonly<Record<string, string>>[],
): Columns {
  const columns: Columns = {};
  const free = new Set(headings);
  const choose = (name: FieldName, heading: string | undefined) => {
    if (heading === undefined || columns[name] !== undefined) return;
    columns[name] = heading;
    free.delete(heading);
  };
  for (const name of fieldNames) {
    const wanted = importFields[name].headings;
    const ranked = [...free].filter((heading) => wanted.includes(plain(heading) as never));
    choose(name, ranked.toSorted((a, b) => rank(wanted, a) - rank(wanted, b))[0]);
  }
  const values = (heading: string) => samples.map((row) => row[heading] ?? '').filter((value) => value !== '');
  const find = (fits: (values: readonly string[]) => boolean) =>
    [...free].find((heading) => values(heading).length > 0 && fits(values(heading)));
  choose(
    'writtenAt',
    columns.writtenAt ?? find((all) => all.every((value) => /[-/:年.]/.test(value) && readTime(value) !== null)),
  );
  choose('phone', columns.phone ?? find((all) => all.every((value) => /^(?:\+?86)?1[3-9]\d{9}$/.test(value))));
  choose(
    'ref',
    columns.ref ?? find((all) => all.every((value) => /^[\w-]{3,40}$/.test(value)) && new Set(all).size === all.length),
  );
  choose('text', columns.text ?? longest([...free], values));
  return columns;
}

function rank(wanted: readonly string[], heading: string): number {
  return wanted.indexOf(plain(heading));
}

function longest(headings: readonly string[], values: (heading: string) => readonly string[]): string | undefined {
  const lengthOf = (heading: string) => {
    const all = values(heading);
    return all.reduce((sum, value) => sum + value.length, 0) / Math.max(1, all.length);
  };
  const [first] = headings.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  return first !== undefined && lengthOf(first) >= 10 ? first : undefined;
}
