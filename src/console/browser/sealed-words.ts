/** What a finding about a seal says that a person must take from it. Pure. */

export interface SealFinding {
  readonly kind: string;
  readonly collection: string;
  readonly subject: string;
  readonly there: string;
}

/** The number of the seal a finding is about; null for one about the line of a seal that is gone. */
export function sealNumberOf({ collection, subject }: SealFinding): number | null {
  return collection === 'seals' && /^\d+$/.test(subject) ? Number(subject) : null;
}

/** Lines that were posted anew from their records and wait for somebody to acknowledge them (src/monitor/check-seals.ts). */
export function linesToAcknowledge({ there }: SealFinding): readonly string[] {
  const [, listed = ''] = there.split('：', 2);
  return [...listed.matchAll(/([^、（）\s]+)（[^（）]* 补记，待确认）/g)].map(([, id]) => id ?? '');
}

const CLOSER: Readonly<Record<string, string>> = {
  'sealed-line-changed': '从封存时间之前的备份里找出这几条原来的内容，比对改了什么，查明是谁、何时改的。',
  'sealed-line-missing': '从备份里找出被删的记录。可由原始记录补记的，先在“监测发现”修复，再回到这里确认补记。',
  'line-slipped-in': '这几条没有经过封存，却标着已封存：查明从哪里写进来的，在查明之前不要引用它们计出的数。',
  'seal-changed': '封存本身被改过：以纸面抄下的校验值为准，从备份中恢复这一号封存。',
  'chain-broken': '前后两号封存接不上：检查前一号是否被删或重做，用抄下的校验值核对整条链。',
  'seal-missing': '有一号封存不见了或被换过：从备份恢复，并核对抄下的校验值。',
  'sealed-line-repaired': '已由人确认，不用再处理；说明一直保留。',
};

/** What to do about it; the service's own remedy where nothing closer is known. */
export function whatToDo({ kind, remedy }: { readonly kind: string; readonly remedy: string }): string {
  return CLOSER[kind] ?? remedy;
}
