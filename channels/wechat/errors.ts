/**
 * What the platform's codes mean: the kind of failure, what happened and what a person must do, in Chinese. Codes from the
 * error tables of the single calls and the global one (developers.weixin.qq.com, 全局返回码). Network trouble is sorted in
 * exchange.ts.
 */
import { ChannelFailure, type FailureKind } from '../../src/channel/failure.ts';
import { after, days, hours, minutes, seconds, startOfDay, toDay } from '../../src/clock.ts';

/** `busy` is uncertain for orders and a short wait for everything else. */
type Meaning = readonly [codes: readonly number[], kind: FailureKind | 'busy', what: string, remedy: string];

const MEANINGS: readonly Meaning[] = [
  [[-1, 268487001, 268487002, 268488001, 9500001, 9500002], 'busy', '微信系统繁忙', '稍后自动重试'],
  [
    [40001, 40014, 42001, 41001],
    'locked-out',
    '微信接口不接受令牌或密钥',
    '请核对 AppID 和 AppSecret，确认没有在别处重置',
  ],
  [[40013, 40125, 41002, 41004], 'locked-out', 'AppID 或 AppSecret 不正确', '请在公众平台“开发接口管理”核对后更新配置'],
  [
    [40164],
    'locked-out',
    '本机地址不在公众号的 IP 白名单里',
    '请在公众平台“开发接口管理”把它加入白名单，约十分钟后生效',
  ],
  [[40243], 'locked-out', 'AppSecret 已被冻结', '请管理员在公众平台解冻'],
  [[89503], 'locked-out', '此次调用要管理员确认', '请公众号管理员在微信里确认'],
  [[89506], 'locked-out', '管理员拒绝了本机地址，24 小时内不能调用', '请与公众号管理员联系'],
  [[89507], 'locked-out', '管理员拒绝了本机地址，1 小时内不能调用', '请与公众号管理员联系'],
  [[89504, 89505], 'locked-out', '账号开启了群发保护，正等待管理员确认', '请公众号管理员 30 分钟内在微信里确认'],
  [[48001], 'locked-out', '公众号没有这个接口的权限', '请确认账号已认证，并在公众平台“接口权限”查看'],
  [[48004], 'locked-out', '公众号的接口权限被封禁', '请登录公众平台查看站内通知并申诉'],
  [[48006], 'limited', '本月清零调用次数的机会已用完', '等下月'],
  [[50002, 50004, 50007], 'locked-out', '公众号被限制或冻结', '请登录公众平台查看站内通知'],
  [[61003, 61004, 61007], 'locked-out', '第三方平台授权不足', '请公众号管理员检查授权'],
  [[45009], 'limited', '这个接口今天的调用次数已用完', '次日自动重试'],
  [[45028], 'limited', '本期的群发次数已用完', '下一日自动重试，有次数即发出'],
  [[42010, 45011, 45066], 'limited', '调用过快', '一分钟后自动重试'],
  [[45047], 'limited', '对方来信后可回复的条数已用完', '对方再次来信后才能回复'],
  [[45015], 'refused', '超过 48 小时的回复时限，或对方已取消关注', '请改用其他方式回复'],
  [[40132], 'refused', '没有这个微信号', '请核对微信号'],
  [[40003, 43004, 50005], 'refused', '对方不是公众号的关注者', '请改用其他方式回复'],
  [[48002], 'refused', '对方拒收公众号消息', '请改用其他方式回复'],
  [[70000], 'refused', '对方处于未成年人保护模式', '请改用其他方式回复'],
  [[45002], 'refused', '内容过长', '请缩短后重发'],
  [[45003], 'refused', '标题过长', '请把标题缩短到 32 个字以内'],
  [[45004], 'refused', '摘要过长', '请缩短摘要'],
  [[45110], 'refused', '作者过长', '请把作者缩短到 16 个字以内'],
  [[45166], 'refused', '平台认为正文不合规', '请检查正文的格式和内容'],
  [[41039], 'refused', '“阅读原文”的地址不被接受', '请检查网站地址'],
  [[40004, 40005, 40113, 40137], 'refused', '图片格式不被接受', '请换成 jpg 或 png 图片'],
  [[40009], 'refused', '图片过大', '请压缩到 1 MB 以内'],
  [[40007], 'refused', '素材或草稿不存在', '请在公众平台核对素材库和草稿箱'],
  [[40033, 47001, 44002], 'refused', '内容里有平台不认识的字符或格式', '请检查特殊符号'],
  [[40002, 43002, 40059, 40060, 40065, 40114, 40204, 40215], 'refused', '参数不被接受', '请联系技术人员'],
  [[40008], 'refused', '平台不接受这种消息', '请联系技术人员'],
  [[40152], 'refused', '没有这个标签', '请在公众平台“用户管理”核对标签编号，或改为群发给全部粉丝'],
  [[45065, 45067], 'refused', '群发请求的编号不被接受', '请联系技术人员'],
  [[45062], 'refused', '广告合作的合同有问题，不能群发', '请登录公众平台查看'],
  [[45113], 'refused', '内容里有平台已不支持的卡券', '请去掉卡券'],
  [[41040], 'refused', '原创校验未通过', '请检查是否转载了他人原创内容'],
  [[47009], 'refused', '平台已停用这个接口', '请联系技术人员'],
  [[61500, 61501], 'refused', '统计的日期不被接受', '请联系技术人员'],
  [[61503], 'limited', '平台的统计尚未生成', '稍后自动再取'],
  [[48021, 48022], 'refused', '草稿是网页上自动保存的，不能由接口发出', '请在公众平台处理'],
  [[53404, 53405, 53406], 'refused', '商品卡片不合规', '请去掉商品内容'],
  [[53503], 'refused', '草稿没有通过发布检查', '请登录公众平台查看草稿箱中的提示，修改后重新发布'],
  [
    [53504],
    'refused',
    '草稿须在公众平台上处理后才能发布',
    '请登录公众平台，从草稿箱发布，再在这里确认已发出并填入文章链接',
  ],
  [
    [53505],
    'refused',
    '草稿须先在公众平台上手动保存',
    '请登录公众平台，保存草稿后发布，再在这里确认已发出并填入文章链接',
  ],
  [[53600], 'refused', '平台上没有这篇文章', '请在公众平台“发表记录”核对'],
  [[61503], 'limited', '这一天的数据平台还没有算好', '稍后自动重试'],
  [[76021], 'refused', '平台不按次数限制这个接口', '无需处理'],
  [[88000], 'refused', '公众号没有留言功能，或这篇文章没有打开留言', '请在公众平台核对留言权限'],
  [[88001], 'refused', '平台找不到这篇文章的留言', '请在公众平台核对文章是否仍在'],
  [[88002], 'refused', '文章因安全原因限制留言', '请登录公众平台查看'],
  [[88003], 'refused', '精选留言已达上限', '请先取消一些精选'],
  [[88004, 88008], 'refused', '留言已被删除', '无法再回复，请改用其他方式回应'],
  [[88005], 'refused', '这条留言已有作者回复', '每条留言只能回复一次'],
  [[88007], 'refused', '回复为空或过长', '请修改回复后重发'],
  [[88009], 'refused', '回复不存在', '请在公众平台核对'],
  [[87009], 'refused', '回复内容不合规', '请修改后重发'],
  [[88006, 88011], 'refused', '平台不接受这项留言操作', '请在公众平台办理'],
  [[40008, 45008], 'refused', '平台不接受这种消息', '请联系技术人员'],
  [[88010], 'refused', '读取留言的条数不被接受', '请联系技术人员'],
];

const BY_CODE = new Map(MEANINGS.flatMap((meaning) => meaning[0].map((code) => [code, meaning] as const)));

/** Codes after which another token may help. */
const TOKEN_CODES = new Set([40001, 40014, 41001, 42001]);

/** Calls a "busy" leaves in doubt. Uploads may be repeated harmlessly, reads anyway. */
const ORDERS = new Set([
  '/cgi-bin/draft/add',
  '/cgi-bin/freepublish/submit',
  '/cgi-bin/freepublish/delete',
  '/cgi-bin/message/mass/sendall',
  '/cgi-bin/message/mass/delete',
  '/cgi-bin/comment/reply/add',
  '/cgi-bin/message/custom/send',
]);

const TOKEN_CALL = '/cgi-bin/stable_token';
const CUSTOM_SEND = '/cgi-bin/message/custom/send';

export interface CodeAt {
  /** The platform's errcode, not 0. */
  readonly code: number;
  readonly message: string;
  /** Path of the call. */
  readonly path: string;
  readonly now: Date;
}

export function isTokenCode(code: number): boolean {
  return TOKEN_CODES.has(code);
}

/** The failure a code stands for. A code nobody sorted counts as lost. Keeps nothing of the platform's own text. */
export function sortCode(at: CodeAt): ChannelFailure {
  const meaning = BY_CODE.get(at.code);
  const code = String(at.code);
  if (!meaning) {
    return new ChannelFailure('uncertain', `微信接口答复了未归类的错误码 ${code}，结果不明，先核查`, { code });
  }
  const [, , what, remedy] = meaning;
  const kind = kindAt(meaning, at);
  const reason = `${what}${at.code === 40164 ? addressIn(at.message) : ''}（${code}）。${remedy}。`;
  if (kind !== 'limited') return new ChannelFailure(kind, reason, { code });
  return new ChannelFailure('limited', reason, { code, retryAt: retryAt(at) });
}

function kindAt([, kind]: Meaning, { code, path }: CodeAt): FailureKind {
  if (kind === 'busy') return ORDERS.has(path) ? 'uncertain' : 'limited';
  if (path === TOKEN_CALL && kind === 'refused') return 'locked-out';
  if (path === CUSTOM_SEND && code === 50002) return 'refused'; // there it speaks of the reader, not of the account
  return kind;
}

function retryAt({ code, now }: CodeAt): Date {
  if (code === 45009 || code === 45028) return startOfDay(toDay(after(now, days(1))));
  if (code === 45047 || code === 61503) return after(now, hours(1));
  if (code === 48006) return after(now, days(1));
  return after(now, BY_CODE.get(code)?.[1] === 'busy' ? seconds(10) : minutes(1));
}

// "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist": the administrator needs exactly this address.
function addressIn(message: string): string {
  const found = /invalid ip\s+([0-9a-f.:]+)/i.exec(message);
  return found ? `：${found[1]}` : '';
}
