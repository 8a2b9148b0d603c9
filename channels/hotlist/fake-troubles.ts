/** What can be wrong with a source, until it is mended; 界面上的名称. */
export const TROUBLES = {
  login: '要求登录（网页）',
  error: '服务报错 500',
  empty: '空榜单',
  stale: '停在这一刻不更新',
  truncated: '内容不完整',
  ads: '夹带广告',
  slow: '迟迟不答',
  elsewhere: '转到另一台主机',
} as const;

export type HotlistTrouble = keyof typeof TROUBLES;

export function isTrouble(name: string | null): name is HotlistTrouble {
  return name !== null && Object.hasOwn(TROUBLES, name);
}
