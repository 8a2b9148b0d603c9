/** A period of figures: a year '2018' or a month '2018-07', in Beijing days. */
import { invalid } from '../errors.ts';

export interface Period {
  readonly name: string;
  /** First and last Beijing day, 'YYYY-MM-DD', both included. */
  readonly from: string;
  readonly to: string;
}

/** Throws 'invalid-input' on anything but YYYY or YYYY-MM. */
export function readPeriod(name: string): Period {
  const match = /^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(name);
  if (!match) throw invalid('period', `“${name}”不是统计期`, '年度请写作 2018，月份请写作 2018-07');
  const [, year, month] = match;
  // Days are compared as text, so every month may end on the 31st.
  return month
    ? { name, from: `${year}-${month}-01`, to: `${year}-${month}-31` }
    : { name, from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The Beijing day on which a period is over. */
export function dayAfter({ name }: Period): string {
  const [year = 0, month = 12] = name.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

/** All time before a period: what is carried over into it. */
export function timeBefore({ name, from }: Period): Period {
  const [year = 0, month = 1] = from.split('-').map(Number);
  const last = month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
  return { name: `${name} 之前`, from: '0000-01-01', to: `${last}-31` };
}
