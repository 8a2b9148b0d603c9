/** A page's address as a QR code, for phones and for paper: an SVG drawn on the server, no script and no foreign service. */
import qrcode from 'qrcode-generator';

/** Modules of light around the code, as ISO/IEC 18004 wants it. */
const QUIET = 4;

export interface QrCode {
  /** Side in modules, the quiet zone included. */
  readonly size: number;
  /** Path data of the dark modules, one run per stroke. */
  readonly path: string;
}

export function drawQrCode(text: string): QrCode {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const runs: string[] = [];
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (!code.isDark(row, column)) continue;
      let end = column;
      while (end < count && code.isDark(row, end)) end += 1;
      runs.push(`M${column + QUIET} ${row + QUIET}h${end - column}v1h-${end - column}z`);
      column = end;
    }
  }
  return { size: count + 2 * QUIET, path: runs.join('') };
}
