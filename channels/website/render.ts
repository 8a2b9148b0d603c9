/**
 * An announcement as a page of our own site: all of it, nothing shortened. What the site makes of it is src/site.
 */
import type { Channel, Misfit, Rendered } from '../../src/channel/contract.ts';
import { countText, LONGEST_TITLE } from './limits.ts';
import type { Payload } from './payload.ts';
import { toPlainText } from './plain-text.ts';

type Announcement = Parameters<Channel['render']>[0];

export function render(announcement: Announcement): Rendered {
  const misfits = findMisfits(announcement);
  if (misfits.length > 0) return { fits: false, misfits };
  const { title, body, correction } = announcement;
  const notes = correction ? [`页面上会注明更正说明：${correction.note}`] : [];
  const preview = { title, html: body, text: toPlainText(body), notes };
  return { fits: true, piece: { preview, payload: { ...toPayload(announcement) } } };
}

function findMisfits({ title, body, disclosure }: Announcement): Misfit[] {
  const misfits: Misfit[] = [];
  const length = countText(title.trim());
  if (length === 0) misfits.push({ field: 'title', problem: '没有标题', remedy: '请填写标题' });
  if (length > LONGEST_TITLE) {
    const problem = `标题有 ${length} 字，超过网站 ${LONGEST_TITLE} 字的上限`;
    misfits.push({ field: 'title', problem, remedy: `请缩短 ${length - LONGEST_TITLE} 字以上` });
  }
  if (toPlainText(body) === '' && !body.includes('<img ')) {
    misfits.push({ field: 'body', problem: '没有正文', remedy: '请填写正文' });
  }
  if (disclosure !== '主动公开') {
    const remedy = '只有“主动公开”的内容可以上网；确需公开的，请先按程序变更公开属性';
    misfits.push({ field: 'disclosure', problem: `公开属性是“${disclosure}”`, remedy });
  }
  return misfits;
}

function toPayload(announcement: Announcement): Payload {
  const { release, revision, url, kind, title, body, summary, column, disclosure, number } = announcement;
  const { source, author, writtenOn, interprets, publishedAt, correction, attachments = [] } = announcement;
  const article = {
    ...{ kind, title: title.trim(), body, summary, column, disclosure, number, source, author, writtenOn, interprets },
    attachments: attachments.map(({ media, name }) => ({ media, name })),
    catalogue: announcement.catalogue ?? {},
    pictures: announcement.pictures.map(({ id }) => id),
    publishedAt: publishedAt.toISOString(),
    correction: correction && { note: correction.note, at: correction.at.toISOString() },
  };
  return { id: release, revision, url, article };
}
