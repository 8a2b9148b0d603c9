/** Answers a file: its name, its type, and how it is to be kept. */
import type { Context } from 'koa';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

export interface OfficeFile {
  /** Without its ending. */
  readonly name: string;
  readonly format: keyof typeof TYPES;
  readonly content: string | Buffer;
}

export function sendFile(ctx: Context, { name, format, content }: OfficeFile): void {
  ctx.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.${format}`)}`);
  ctx.type = TYPES[format];
  ctx.body = content;
}
