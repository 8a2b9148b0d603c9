/**
 * Words that say nothing about which matter a message is about. Own list, made for county message boards; what is common only here
 * (the county's own name) shows in vocabulary.ts by how often it is said.
 */

/** Left out entirely: asking, complaining, being polite, time and degree, general nouns of administration. */
const fillers = `
投诉 举报 反映 咨询 询问 建议 请求 请问 恳请 希望 期盼 盼望 强烈 坚决 反对 要求 求助 呼吁 关于 有关 相关 问题 情况 事宜 事情 一事 再次
何时 什么 时候 为何 为什么 如何 怎么 怎样 是否 能否 可否 可以 需要 应该 解决 处理 回复 答复 重视 关注 加快 加强 尽快 尽早 及时 严重 非常
一直 长期 经常 多次 至今 迟迟 存在 进行 造成 导致 影响 生活 居民 业主 市民 百姓 群众 村民 领导 书记 市长 县长 区长 局长 镇长 部门 政府
尊敬 敬爱 您好 你好 谢谢 感谢 小区 社区 街道 附近 旁边 周边 门口 路口 楼下 区域 地方 现在 目前 今年 去年 每天 晚上 白天 夜间 深夜 半夜
凌晨 通宵 早上 个月 一个 一名 一位 我是 我们 他们 大家 很多 许多 没有 不能 无法 不到 不合理 合理 不合 违规 违法 非法 违章 乱象 涉嫌 严查
查处 监管 管理 有限公司 有限 公司 集团 项目 工程 工作 人员 建设 修建 设置 规划 设施 环境 安全隐患 安全 隐患 质量 扰民 时间 以及 但是 因为
所以 如果 由于 通过 根据 作为 已经 开始 之后 以后 之前 左右 发现 出现 知道 认为 觉得 表示 告知 电话 网上 留言 平台 开发商 物业 国家
中心 城市 人民 政策 服务 办理 申请 规定 标准 方案 措施 力度 刻不容缓 一期 二期 三期
`;

/** Single characters that join words or count things: they are part of no name. */
const joints =
  '的了是在我们你您他她它这那请和与及等有没不将被把就都也很吗呢吧啊为对从到于要会能可已还再又只让给跟向则且或者所其因由此而但并未无内外里上下前后中个各每该本某第何谁如若以至自当多少太最更非地得着过来去说做用时年月日元号点米次旁边';

const listOf = (text: string): readonly string[] => text.trim().split(/\s+/);
const fillerWords: ReadonlySet<string> = new Set([...listOf(fillers), ...joints]);

/** Says nothing about which matter it is. Inside a name (魅力之城) 之 stays. */
export function isFiller(word: string): boolean {
  return fillerWords.has(word);
}
