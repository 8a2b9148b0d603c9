/** What the doctor found, as people read it and as programs do. Findings hold our own words only, so no secret is among them. */
import type { Finding } from '../channel/contract.ts';
import { toMinute } from '../clock.ts';

export interface Section {
  /** Account id; null for the machine and what stands on it. */
  readonly account: string | null;
  readonly name: string;
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly at: Date;
  readonly ok: boolean;
  readonly sections: readonly Section[];
}

export function aReport(at: Date, sections: readonly Section[]): Report {
  return { at, ok: sections.every(({ findings }) => findings.every(({ ok }) => ok)), sections };
}

export function showReport({ at, sections }: Report): string {
  const all = sections.flatMap(({ findings }) => findings);
  const wrong = all.filter(({ ok }) => !ok).length;
  const end = wrong === 0 ? '全部正常' : `${wrong} 项需要处理`;
  return [`三位 · 安装检查　${toMinute(at)}`, ...sections.map(showSection), `共检查 ${all.length} 项，${end}。`].join(
    '\n\n',
  );
}

function showSection({ account, name, findings }: Section): string {
  const lines = findings.flatMap(({ what, ok, remedy }) => [
    `  ${ok ? '✓' : '✗'} ${what}`,
    ...(remedy ? [`      ${remedy}`] : []),
  ]);
  return [`${name}${account ? `（${account}）` : ''}`, ...lines].join('\n');
}
