/**
 * What a file is that goes along with a text, read from its bytes and never from its declared type. Documents only: no
 * programs, no macros, no archives with programs in them. Where its bytes are kept is media-store.ts.
 */
import { invalid, Problem } from '../errors.ts';
import { digestOf } from '../ids.ts';
import { namesInZip } from './zip-names.ts';

/** Its base64 must fit one record of MongoDB (16 MB). */
export const ATTACHMENT_BYTES = 10 * 1024 * 1024;

/** As many as a text may carry. */
export const MOST_ATTACHMENTS = 20;

export const attachmentTypes = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  zip: 'application/zip',
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
} as const;

export type AttachmentExtension = keyof typeof attachmentTypes;

/** A file kept under the SHA-256 of its bytes. */
export interface KeptFile {
  /** `<64 hex>.<extension>` */
  readonly id: string;
  readonly extension: AttachmentExtension;
  readonly bytes: number;
}

const REMEDY = '请使用 PDF、OFD、Word、Excel、PowerPoint、CSV、TXT 文件，或只含这些文件和图片的 ZIP';

/**
 * The file these bytes are; `name` only tells CSV from plain text. Throws 'too-large' and 'invalid-input' (field
 * `attachment`).
 */
export function readAttachment(bytes: Uint8Array, name: string): KeptFile {
  if (bytes.length > ATTACHMENT_BYTES) {
    const size = (bytes.length / 1024 / 1024).toFixed(1);
    throw new Problem('too-large', `附件有 ${size} MB，超过 10 MB 的上限。请压缩，或拆成几个附件。`);
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const extension = typeOf(buffer, name);
  if (!extension) throw invalid('attachment', '不是可以公开的文件格式', REMEDY);
  return { id: `${digestOf(bytes)}.${extension}`, extension, bytes: bytes.length };
}

function typeOf(bytes: Buffer, name: string): AttachmentExtension | null {
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (bytes.subarray(0, 8).equals(OLE)) return typeOfOle(bytes);
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return typeOfZip(bytes);
  return typeOfText(bytes, name);
}

// [MS-CFB] 2.2: the signature; names of streams stand in UTF-16LE in the directory.
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

const OLE_STREAMS: readonly (readonly [string, AttachmentExtension])[] = [
  ['WordDocument', 'doc'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
  ['PowerPoint Document', 'ppt'],
];

function typeOfOle(bytes: Buffer): AttachmentExtension | null {
  if (bytes.includes(Buffer.from('_VBA_PROJECT', 'utf16le'))) throw macros();
  return OLE_STREAMS.find(([stream]) => bytes.includes(Buffer.from(stream, 'utf16le')))?.[1] ?? null;
}

/** What an archive may hold: the reader's machine opens it. */
const HARMLESS = /\.(pdf|ofd|docx?|xlsx?|pptx?|wps|et|dps|csv|txt|png|jpe?g|gif|webp)$/i;

function typeOfZip(bytes: Buffer): AttachmentExtension | null {
  const names = namesInZip(bytes);
  if (!names) return null;
  if (names.some((name) => /vbaProject\.bin$/i.test(name))) throw macros();
  if (names.includes('word/document.xml')) return 'docx';
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  if (names.includes('ppt/presentation.xml')) return 'pptx';
  if (names.includes('OFD.xml')) return 'ofd';
  const files = names.filter((name) => !name.endsWith('/'));
  const odd = files.find((name) => !HARMLESS.test(name));
  if (odd !== undefined) throw invalid('attachment', 'ZIP 里有不能公开的文件', REMEDY);
  return files.length > 0 ? 'zip' : null;
}

function typeOfText(bytes: Buffer, name: string): AttachmentExtension | null {
  const isCsv = /\.csv$/i.test(name);
  if (bytes.length === 0 || !(isCsv || /\.txt$/i.test(name))) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (/[\p{Cc}--[\t\n\r]]/v.test(text)) return null;
  } catch {
    throw invalid('attachment', '文字不是 UTF-8 编码', '请另存为 UTF-8 编码后再上传');
  }
  return isCsv ? 'csv' : 'txt';
}

function macros(): Problem {
  return invalid('attachment', '文件里有宏（程序）', '请另存为不含宏的格式，如 .docx、.xlsx 或 PDF，再上传');
}
