/** Why an announcement cannot be an article of an official account: every field against the platform's limits. Pure. */
import type { Misfit } from '../../src/channel/contract.ts';
import type { Announcement } from '../../src/release/announcement.ts';
import { type ArticleBody, PICTURE, type Styling, toText } from './article-html.ts';
import {
  AUTHOR,
  CONTENT_BYTES,
  CONTENT_CHARACTERS,
  countText,
  DIGEST,
  PICTURE_PIXELS,
  SOURCE_URL_BYTES,
  TITLE,
} from './limits.ts';
import { toMarker } from './payload.ts';

const HOSTED_ADDRESS = 200; // characters to leave for the platform's address of a picture; theirs have about 150

export interface Article extends ArticleBody {
  readonly content: string;
  readonly styles: Styling['styles'];
}

/** What the platform will count once the pictures have their final addresses. */
export function isTooLong({ content, pictures }: Article): boolean {
  let grown = content;
  for (const id of pictures) grown = grown.replaceAll(PICTURE + id, 'x'.repeat(HOSTED_ADDRESS));
  return countText(grown) >= CONTENT_CHARACTERS || Buffer.byteLength(grown) >= CONTENT_BYTES;
}

/** Of the fields beside the body. */
export function findMisfits({ title, summary, url, revision, correction }: Announcement, author: string): Misfit[] {
  const misfits: Misfit[] = [];
  const length = countText(title.trim());
  if (length === 0) misfits.push({ field: 'title', problem: '标题为空', remedy: '请填写标题' });
  if (length > TITLE) {
    const problem = `标题有 ${length} 个字，公众号最多 ${TITLE} 个字`;
    misfits.push({ field: 'title', problem, remedy: '请缩短标题，或不发公众号' });
  }
  if (countText(author) > AUTHOR) {
    const problem = `作者“${author}”有 ${countText(author)} 个字，公众号最多 ${AUTHOR} 个字`;
    misfits.push({ field: 'author', problem, remedy: '请缩短作者，例如用单位简称' });
  }
  if (countText(summary.trim()) > DIGEST) {
    const problem = `摘要有 ${countText(summary.trim())} 个字，公众号最多 ${DIGEST} 个字`;
    misfits.push({ field: 'summary', problem, remedy: '请缩短摘要，或留空由系统从正文截取' });
  }
  if (Buffer.byteLength(toMarker({ url, revision, correction })) > SOURCE_URL_BYTES) {
    const problem = `原文地址超过 ${SOURCE_URL_BYTES} 字节，公众号的“阅读原文”放不下`;
    misfits.push({ field: 'url', problem, remedy: '请联系技术人员缩短网站地址' });
  }
  return misfits;
}

export function findBodyMisfits(announcement: Announcement, article: Article): Misfit[] {
  const misfits: Misfit[] = article.foreign.map((src) => ({
    field: 'body',
    problem: `正文中的图片不在本系统内：${src}`,
    remedy: '请先把图片上传到本系统，再插入正文',
  }));
  for (const id of article.pictures) misfits.push(...findPictureMisfits(announcement, id));
  if (article.pictures.length === 0 && toText(announcement.body) === '') {
    misfits.push({ field: 'body', problem: '正文为空', remedy: '请填写正文' });
  }
  if (isTooLong(article)) {
    const problem = `正文连同格式超过公众号上限（${CONTENT_CHARACTERS} 个字符、1 MB）`;
    misfits.push({ field: 'body', problem, remedy: '请删减正文或拆成几篇，全文留在网站' });
  }
  return misfits;
}

function findPictureMisfits({ pictures }: Announcement, id: string): Misfit[] {
  const picture = pictures.find((one) => one.id === id);
  const name = `${id.slice(0, 8)}…`;
  if (!picture) {
    return [{ field: 'body', problem: `正文中的图片 ${name} 没有登记`, remedy: '请重新上传这张图片' }];
  }
  if (picture.width * picture.height > PICTURE_PIXELS) {
    const problem = `图片 ${name} 有 ${picture.width}×${picture.height} 像素，大得无法转换`;
    return [{ field: 'body', problem, remedy: '请缩小图片后重新上传' }];
  }
  return [];
}
