/**
 * The attachments of a page: what a reader is told of one before he fetches it, and its address, which ends in its name so that it is
 * saved under it by every browser, program and web server. Only what a shown page has is given out under that address.
 */
import { Problem } from '../errors.ts';
import type { MediaStore } from '../release/media-store.ts';
import type { Article } from './article.ts';

export type Attachment = Article['attachments'][number];

export interface ShownFile {
  readonly name: string;
  readonly href: string;
  /** 'PDF，1.2 MB' */
  readonly about: string;
}

/** Extension → what people call it. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  pdf: 'PDF',
  ofd: 'OFD',
  docx: 'Word',
  doc: 'Word',
  xlsx: 'Excel',
  xls: 'Excel',
  pptx: 'PowerPoint',
  ppt: 'PowerPoint',
  zip: 'ZIP 压缩包',
  csv: 'CSV 表格',
  txt: '纯文本',
};

/** `bytes` null where they are not known. */
export function showFile(release: string, file: Attachment, bytes: number | null): ShownFile {
  const extension = extensionOf(file.media);
  const type = TYPE_NAMES[extension] ?? extension.toUpperCase();
  const about = bytes === null ? type : `${type}，${sizeInWords(bytes)}`;
  return { name: file.name, href: filePath(release, file), about };
}

/** As file managers write it: whole bytes and KB, MB with one place. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  const kilo = Math.round(bytes / 1024);
  return kilo < 1024 ? `${kilo} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** `/p/<release>/<mark of its content>/<name>`: another content has another address, two files of one name have two. */
export function filePath(release: string, file: Attachment): string {
  return `/p/${encodeURIComponent(release)}/${markOf(file)}/${encodeURIComponent(fileName(file))}`;
}

/** The attachment under such an address. Throws Problem 'not-found'. */
export function findAttachment(attachments: readonly Attachment[], mark: string, name: string): Attachment {
  const found = attachments.find((file) => markOf(file) === mark && fileName(file) === name);
  if (!found) throw new Problem('not-found', '没有这个附件。它可能已被更换，请从文章页面重新打开。');
  return found;
}

/** A name that every system takes: no separators, no leading dot, ending in what the file is. */
export function fileName(file: Attachment): string {
  const name = file.name
    .toWellFormed()
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const extension = extensionOf(file.media);
  if (name === '') return `附件.${extension}`;
  return name.toLowerCase().endsWith(`.${extension}`) ? name : `${name}.${extension}`;
}

/** Of a media id: letters after its last dot. */
export function extensionOf(media: string): string {
  return media.slice(media.lastIndexOf('.') + 1);
}

/** As short as tells the files of one page apart. */
function markOf({ media }: Attachment): string {
  return media.slice(0, 8);
}

/** How many sizes are remembered; they never change. */
const MOST_KNOWN = 10_000;

/** Bytes of a file by media id, null for what is not kept; asked of the store once each, since a record holds the whole file. */
export function openSizes(media: Pick<MediaStore, 'sizeOf'>): (id: string) => Promise<number | null> {
  const known = new Map<string, number>();
  return async (id) => {
    const bytes = known.get(id) ?? (await media.sizeOf(id));
    if (bytes !== null && known.size < MOST_KNOWN) known.set(id, bytes);
    return bytes;
  };
}
