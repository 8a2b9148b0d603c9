/** Amounts of money: written in 万元, kept and added up in 分, which are whole numbers. */

/** 分 in one 万元. */
export const FEN_PER_WAN = 1_000_000;

/** 分 of an amount in 万元, such as '12.5'; null for what is no amount or is finer than a 分. */
export function toFen(wan: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(wan.trim());
  if (!match) return null;
  const [, whole = '0', part = ''] = match;
  return Number(whole) * FEN_PER_WAN + Number(part.padEnd(6, '0'));
}

/** An amount in 万元 as it is written, without needless zeros: 12500000 is '12.5'. */
export function toWan(fen: number): string {
  const part = String(Math.abs(fen) % FEN_PER_WAN)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = Math.trunc(Math.abs(fen) / FEN_PER_WAN);
  return `${fen < 0 ? '-' : ''}${whole}${part && `.${part}`}`;
}
