/**
 * Words that say nothing about which matter a message is about, and words for everyday matters that many places share.
 * Own list, made for county message boards; what is common only here (the county's own name) is found by common-keys.ts.
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

/** Single characters that join words; a run of text is cut at them. */
const joints =
  '的了是在我们你您他她它这那请和与及等有没不将被把就都也很吗呢吧啊为对从到于要会能可已还再又只让给跟向则且或者之所其因由此而但并未无';

/** Everyday matters: they count, but half, since the same matter in two places is two topics. */
const everyday = `
拖欠 工资 薪资 施工 噪音 噪声 油烟 粉尘 灰尘 扬尘 污染 垃圾站 垃圾 公积金 贷款 车位 停车场 停车 幼儿园 小学 中学 学校 学院 大学 学生 教师
老师 教育 培训 公交车 公交 线路 地铁 站点 电梯 拆迁 征地 安置 补偿 收费 退费 退款 交房 房产证 产证 购房 房屋 房子 住房 补贴 消防 通道 违建
建筑 装修 精装 销售 捆绑 诈骗 欺诈 虚假 宣传 医院 医保 社保 保险 卫生 道路 马路 交通 拥堵 红绿灯 路灯 人行道 天桥 停水 停电 漏水 自来水
燃气 农民工 员工 职工 经营 营业 无证 餐饮 夜宵 烧烤 麻将馆 商铺 门面 店面 占道 占用 公园 广场 市场 酒店 新城 国际 花园 家园 大厦 公寓 楼盘
时代 东路 西路 南路 北路 大道 高速 汽车 车辆 乱停 乱放 改造 拆除 搬迁 农村 土地 户口 落户 人才 资格 工地 渣土车 渣土 合同 资金 企业 政务
公安 派出所 城管 法院 案件 立案 进展 宿舍 食堂 强制 电动车 出租车 驾校 绿化 绿地 臭味 排水 下水道 健身 安装 增设 开通 办证
`;

const listOf = (text: string): readonly string[] => text.trim().split(/\s+/);
const longestFirst = (words: readonly string[]) => words.toSorted((a, b) => b.length - a.length).join('|');

export const everydayMatters: ReadonlySet<string> = new Set(listOf(everyday));

/** Finds everything that is to be left out. */
export const fillerPattern = new RegExp(`${longestFirst(listOf(fillers))}|[${joints}]`, 'g');

/** Finds the everyday matters. */
export const everydayPattern = new RegExp(longestFirst([...everydayMatters]), 'g');
