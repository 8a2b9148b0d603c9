/** 来信选登: published letters with their answers, newest first. How a letter comes to be published is show-letter.ts. */
import { toDay, toMinute } from '../clock.ts';
import { columnTags } from '../site/page-tags.ts';
import type { Printed } from '../site/print-page.ts';
import type { Link } from '../site/show-pages.ts';
import type { Database } from '../store/collection.ts';
import { LETTERS } from './overview-page.ts';
import { INTERACT } from './show-form.ts';
import { submissionsOf } from './submission.ts';

const ABOUT = {
  name: '来信选登',
  type: '咨询投诉',
  description: '经写信人同意公开的来信和答复，已隐去个人信息。',
  keywords: ['来信选登', '领导信箱', '答复'],
};
const PER_PAGE = 20;
const SHOWN = { kind: 'letter', shownAt: { $ne: null } };

export async function latestLetters(db: Database, limit: number, skip = 0): Promise<Link[]> {
  const options = { sort: { shownAt: -1, _id: -1 }, limit, skip } as const;
  const rows = await submissionsOf(db).find(SHOWN, options).toArray();
  return rows.flatMap(({ _id, shown }) =>
    shown ? [{ title: shown.title, href: letterPath(_id), day: toDay(shown.answeredAt) }] : [],
  );
}

/** Null beyond the last page. */
export async function lettersPage(db: Database, page: number): Promise<Printed | null> {
  if (!Number.isSafeInteger(page) || page < 1) return null;
  const last = Math.max(1, Math.ceil((await submissionsOf(db).countDocuments(SHOWN)) / PER_PAGE));
  if (page > last) return null;
  const pathOf = (number: number) => (number === 1 ? LETTERS : `${LETTERS}${number}.html`);
  const content = {
    ...{ name: ABOUT.name, description: ABOUT.description, page, last, parents: [PARENT] },
    links: await latestLetters(db, PER_PAGE, (page - 1) * PER_PAGE),
    earlier: page > 1 ? pathOf(page - 1) : null,
    later: page < last ? pathOf(page + 1) : null,
  };
  const title = page === 1 ? ABOUT.name : `${ABOUT.name}（第 ${page} 页）`;
  const head = {
    title,
    description: ABOUT.description,
    tags: columnTags(ABOUT),
    path: pathOf(page),
    column: null,
    isInteraction: true,
  } as const;
  return { template: 'column', head, content };
}

const PARENT = { name: '互动交流', href: INTERACT };

/** Null for one that is not shown (any more). */
export async function letterPage(db: Database, id: string): Promise<Printed | null> {
  const letter = await submissionsOf(db).findOne({ _id: id, kind: 'letter' });
  if (!letter?.shown) return null;
  const { title, text, answer, answeredAt } = letter.shown;
  const content = {
    parents: [PARENT, { name: ABOUT.name, href: LETTERS }],
    ...{ title, about: letter.fields.about ?? '', mailbox: letter.fields.mailbox ?? '', written: toMinute(letter.at) },
    ...{ lines: text.split('\n'), answer: answer.split('\n'), answered: toMinute(answeredAt) },
  };
  const head = {
    title,
    description: text.slice(0, 100),
    tags: columnTags(ABOUT),
    path: letterPath(id),
    column: null,
    isInteraction: true,
  } as const;
  return { template: 'letter', head, content };
}

export function letterPath(id: string): string {
  return `${INTERACT}letter/${id}.html`;
}
