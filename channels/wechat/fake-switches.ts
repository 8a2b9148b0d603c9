/** The switches of the fake's page “平台开关”, one line for each knob and each thing done to the platform by hand. */
import { act, choice, flag, number, type Switch, text } from '../../src/channel/fake-switch.ts';
import type { FakeKnobs } from './fake-knobs.ts';

const STATUSES = {
  0: '发布成功',
  2: '原创声明失败',
  3: '常规失败',
  4: '平台审核不通过',
  5: '成功后用户删除所有文章',
  6: '成功后系统封禁所有文章',
} as const;

const ADMINS = { none: '不需要', confirms: '确认', refuses: '拒绝', silent: '30 分钟没有答复' } as const;
const MASS_ENDS = {
  'send success': '群发成功',
  'send fail': '群发失败',
  'err(20001)': '内容涉政被拒',
  'err(30003)': '被判为转载',
} as const;

export interface FakeHands {
  finishJobs(status: number): void;
  killTokens(): void;
  forgetMaterial(): void;
}

export function switchesOf(knobs: FakeKnobs, hands: FakeHands): readonly Switch[] {
  return [
    flag(knobs, 'holdJobs', '发布任务停在“发布中”，不自行结束'),
    choice(knobs as { nextStatus: keyof typeof STATUSES }, 'nextStatus', '发布任务的结果', STATUSES),
    act('finishJobs', '以上面的结果结束所有发布中的任务', () => hands.finishJobs(knobs.nextStatus)),
    number(knobs, 'eventTimes', '每个结果事件推送几次'),
    flag(knobs.rights, 'publish', '账号有发布权限（freepublish）'),
    flag(knobs.rights, 'mass', '账号有群发权限'),
    flag(knobs.rights, 'comment', '账号有留言权限'),
    number(knobs.massQuota, 'count', '每期可群发几次（超出报 45028）'),
    choice(knobs.massQuota, 'per', '群发次数按什么计', { day: '每天（公众号）', month: '每月（服务号）' }),
    choice(knobs, 'admin', '群发要管理员确认时', ADMINS),
    choice(knobs as { massSays: keyof typeof MASS_ENDS }, 'massSays', '群发任务的结果', MASS_ENDS),
    namesOf(
      'strangers',
      '没有关注的微信号，逗号分隔（预览报 40132）',
      () => knobs.strangers,
      (names) => {
        Object.assign(knobs, { strangers: names });
      },
    ),
    text(knobs, 'blockedIp', '不在 IP 白名单的来访地址（填写后登录一律报 40164）'),
    choice(knobs, 'expiredCode', '令牌过期时的错误码', { 42001: '42001 令牌过期', 40001: '40001 令牌无效' }),
    act('killTokens', '让所有令牌立即失效（如同别处重置了密钥）', () => hands.killTokens()),
    act('forgetMaterial', '删除全部永久素材', () => hands.forgetMaterial()),
    flag(knobs, 'submitTellsMsgDataId', '提交发布时就告知 msg_data_id'),
    choice(knobs, 'pushMode', '推送的加密方式', { plain: '明文模式', compatible: '兼容模式', safe: '安全模式' }),
    choice(knobs, 'pushFormat', '推送的格式', { xml: 'XML', json: 'JSON' }),
    faultOf(knobs),
    choice(knobs, 'pushKey', '推送用哪一把密钥加密', { current: '现在的', previous: '上一把' }),
    number(knobs, 'pushPatience', '推送多少毫秒没有答复就重发'),
    number(knobs, 'messageTimes', '每条私信同时推送几次'),
    flag(knobs, 'countsComments', '留言列表用 comment_cnt 告知条数（不是 total）'),
    number(knobs, 'mostElected', '一篇文章最多精选多少条留言'),
    flag(knobs.figures, 'allowed', '账号有数据统计（datacube）权限'),
    flag(knobs.figures, 'delayed', '昨天的统计还不完整（is_delay）'),
    flag(knobs.figures, 'notReady', '昨天的统计还没有出（61503）'),
    number(knobs.figures, 'correction', '给阅读人数加上多少（平台更正）'),
    namesOf(
      'offline',
      '已停用的统计接口，逗号分隔（报 47009）',
      () => knobs.figures.offline,
      (names) => {
        knobs.figures.offline = names;
      },
    ),
    ...Object.keys(knobs.quotas).map((path) =>
      number(knobs.quotas, path, `每日次数：${path.replace('/cgi-bin/', '')}`),
    ),
  ];
}

const FAULTS = { '': '没有', signature: '签名不对', appid: '属于别的账号', key: '密钥不对' } as const;

function faultOf(knobs: FakeKnobs): Switch {
  const set = (value: string) => {
    knobs.pushFault = value === '' ? null : (value as NonNullable<FakeKnobs['pushFault']>);
  };
  return {
    name: 'pushFault',
    label: '推送的毛病',
    kind: 'choice',
    options: FAULTS,
    get: () => knobs.pushFault ?? '',
    set,
  };
}

function namesOf(name: string, label: string, get: () => readonly string[], put: (names: string[]) => void): Switch {
  const set = (text: string) => put(text.split(/[,，\s]+/).filter(Boolean));
  return { name, label, kind: 'text', get: () => get().join(','), set };
}
