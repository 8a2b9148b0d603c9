/** What a text says of itself beside its words, as people read it: for the release page, and to compare two versions. Pure. */
import { accountName, choiceSchema } from './api/accounts.ts';
import { columnName, isCatalogue } from './api/columns.ts';
import { kindWords, type Release } from './api/releases.ts';
import { choiceWords } from './choice-words.ts';
import { toMinute } from './words.ts';

export interface TextField {
  readonly name: string;
  /** '' for nothing. */
  readonly value: string;
}

type Described = Pick<
  Release,
  | 'kind'
  | 'column'
  | 'disclosure'
  | 'number'
  | 'source'
  | 'author'
  | 'writtenOn'
  | 'filed'
  | 'accounts'
  | 'publishAt'
  | 'urgent'
  | 'interprets'
  | 'attachments'
  | 'choices'
  | 'riders'
>;

type Catalogued = Pick<Described, 'column' | 'filed' | 'number' | 'writtenOn' | 'disclosure' | 'source' | 'author'>;

/** As it will stand in the catalogue of the site. */
export function catalogueFields(text: Omit<Catalogued, 'column'>, index: string | null = null): readonly TextField[] {
  const { filed, number, writtenOn, disclosure, source, author } = text;
  return [
    { name: '索引号', value: index ?? '' },
    { name: '公开属性', value: disclosure },
    { name: '主题分类', value: filed.themeName },
    { name: '体裁', value: filed.genre },
    { name: '发布机构', value: filed.issuer },
    { name: '发文字号', value: number },
    { name: '成文日期', value: writtenOn ?? '' },
    { name: '有效性', value: filed.validity },
    { name: '来源', value: source },
    { name: '作者', value: author },
  ];
}

/** What the page of any column shows; the others only where the column is listed as a catalogue. */
const PLAIN = ['公开属性', '发文字号', '成文日期', '来源', '作者'];

/** What the page will show of it, as far as it is said. */
export function fieldsOnPage(text: Catalogued, index: string | null): readonly TextField[] {
  return catalogueFields(text, index).filter(
    ({ name, value }) => value !== '' && (isCatalogue(text.column) || PLAIN.includes(name)),
  );
}

/** Where, when and how it goes. */
function sendingFields(text: Described, titleOf: (id: string) => string): readonly TextField[] {
  const { kind, column, accounts, publishAt, urgent, interprets, attachments, choices, riders } = text;
  const chosen = Object.entries(choices ?? {}).flatMap(([account, of]) =>
    Object.entries(of).map(([name, value]) => {
      const schema = choiceSchema(account, name);
      return `${accountName(account)} ${schema?.title ?? name}：${choiceWords(schema, value)}`;
    }),
  );
  const along = Object.entries(riders ?? {}).map(
    ([account, ids]) => `${accountName(account)}：${ids.map((id) => `《${titleOf(id)}》`).join('、')}`,
  );
  return [
    { name: '种类', value: kindWords[kind] },
    { name: '栏目', value: columnName(column) },
    { name: '所解读的文件', value: interprets ? `《${titleOf(interprets)}》` : '' },
    { name: '发往', value: accounts.map(accountName).join('、') },
    { name: '发布时间', value: publishAt ? toMinute(publishAt) : '签发后立即' },
    { name: '发布方式', value: chosen.join('；') },
    { name: '次条', value: along.join('；') },
    { name: '紧急', value: urgent ? '是' : '否' },
    // The file itself may have been changed under the same name.
    { name: '附件', value: (attachments ?? []).map((one) => `${one.name}（${one.media.slice(0, 6)}）`).join('、') },
  ];
}

export interface Changed {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The fields that differ. `titleOf` names the releases that a text points at. */
export function changedFields(
  before: Described,
  after: Described,
  titleOf: (id: string) => string,
): readonly Changed[] {
  const all = (text: Described) => [...sendingFields(text, titleOf), ...catalogueFields(text)];
  const then = new Map(all(before).map(({ name, value }) => [name, value]));
  return all(after)
    .map(({ name, value }) => ({ name, before: then.get(name) ?? '', after: value }))
    .filter((one) => one.before !== one.after);
}

/** The releases a text points at. */
export function releasesNamed({ interprets, riders }: Pick<Described, 'interprets' | 'riders'>): readonly string[] {
  return [...(interprets ? [interprets] : []), ...Object.values(riders ?? {}).flat()];
}
