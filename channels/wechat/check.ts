/** Whether the account can do its work: log in, publish, read comments, take pushes. Changes nothing on the platform. */
import { z } from 'zod';
import type { Finding } from '../../src/channel/contract.ts';
import { type ChannelFailure, toFailure } from '../../src/channel/failure.ts';
import type { Request } from './api.ts';
import { NO_RIGHT } from './by-hand.ts';
import type { Door } from './door.ts';
import type { Caller } from './token.ts';

const anything = z.unknown();

const PUBLISHED: Request<unknown> = {
  path: '/cgi-bin/freepublish/batchget',
  body: { offset: 0, count: 1, no_content: 1 },
  answer: anything,
};
// No article has this number: 88001 (no such article) is the answer of an account that may read comments.
const COMMENTS: Request<unknown> = {
  path: '/cgi-bin/comment/list',
  body: { msg_data_id: 1, index: 0, begin: 0, count: 1, type: 0 },
  answer: anything,
};

export async function check(door: Door, caller: Caller): Promise<readonly Finding[]> {
  const login = await tell('登录微信接口（AppID、AppSecret、IP 白名单）', () => door.weixin.logIn(caller));
  if (!login.ok) return [login, checkPushes(door)];
  const publishing = draftOnly(await tell('发布文章的权限', () => door.weixin.call(PUBLISHED, caller)));
  const comments = await tell('读取和回复留言的权限', () => readNoComments(door, caller));
  return [login, publishing, comments, checkPushes(door)];
}

async function tell(what: string, look: () => Promise<unknown>): Promise<Finding> {
  try {
    await look();
    return { what, ok: true, remedy: null };
  } catch (error) {
    return { what, ok: false, remedy: toFailure(error).message };
  }
}

/** An account without the right still works, with a person at the end of it. */
function draftOnly(finding: Finding): Finding {
  if (!finding.remedy?.includes(`（${NO_RIGHT}）`)) return finding;
  const remedy =
    `账号没有发布接口的权限（${NO_RIGHT}），以“只存草稿”方式工作：文章存入草稿箱后，须登录 mp.weixin.qq.com 手工发布，` +
    '再在投递看板确认并填入文章链接。完成认证后自动恢复。';
  return { ...finding, remedy };
}

async function readNoComments(door: Door, caller: Caller): Promise<void> {
  await door.weixin.call(COMMENTS, caller).catch((error: ChannelFailure) => {
    if (error.code !== '88001') throw error;
  });
}

function checkPushes({ settings }: Door): Finding {
  const what = '接收平台推送（留言消息、发布结果）';
  if (settings.TOKEN === '') {
    return {
      what,
      ok: false,
      remedy: '没有配置 TOKEN：收不到粉丝消息，发布结果要靠定时查询。请在公众平台“服务器配置”启用。',
    };
  }
  if (settings.AES_KEY === '') {
    return { what, ok: false, remedy: '没有配置 AES_KEY：推送不加密。建议在公众平台设为安全模式并填写密钥。' };
  }
  return { what, ok: true, remedy: null };
}
