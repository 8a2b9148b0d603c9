/** What kind of file somebody uploads, told by its bytes, never by its name: names and media types are often wrong. */
export const importFormats = { csv: 'CSV 表格', xlsx: 'Excel 表格', ndjson: 'NDJSON' } as const;
export type ImportFormat = keyof typeof importFormats;

export type Encoding = 'utf-8' | 'utf-16le' | 'gb18030';

export interface Recognised {
  readonly format: ImportFormat;
  readonly encoding: Encoding;
}

/** Follows a file as it comes; gb18030 is what Excel writes in China where the text is no UTF-8. */
export class Recogniser {
  #head = Buffer.alloc(0);
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #isUtf8 = true;

  take(chunk: Uint8Array): void {
    if (this.#head.length < 64) this.#head = Buffer.concat([this.#head, chunk]).subarray(0, 4096);
    this.#check(chunk, true);
  }

  /** After the last chunk; null for an old .xls, which cannot be read, and for other binary files. */
  end(): Recognised | null {
    this.#check(new Uint8Array(), false);
    const head = this.#head;
    if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return { format: 'xlsx', encoding: 'utf-8' };
    if (head[0] === 0xff && head[1] === 0xfe) return { format: 'csv', encoding: 'utf-16le' };
    if (head.includes(0)) return null;
    const encoding = this.#isUtf8 ? 'utf-8' : 'gb18030';
    const isObject = new TextDecoder(encoding).decode(head).trimStart().startsWith('{');
    return { format: isObject ? 'ndjson' : 'csv', encoding };
  }

  #check(chunk: Uint8Array, stream: boolean): void {
    if (!this.#isUtf8) return;
    try {
      this.#decoder.decode(chunk, { stream });
    } catch {
      this.#isUtf8 = false;
    }
  }
}
