/**
 * Connecting the account: a person agrees on the platform's page (oauth2/authorize), and the code it sends back is exchanged for
 * a token (oauth2/access_token). Only the application's key stands in an address, where the protocol needs it; its secret
 * travels in the form.
 */
import { z } from 'zod';
import type { Attempt, Connected, Connecting } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Vault } from '../../src/channel/kind.ts';
import { after, seconds } from '../../src/clock.ts';
import type { WeiboAccount } from './account.ts';
import { keepAuthorisation } from './authorisation.ts';
import { digits } from './wire.ts';

/** The developer's own token lives longest, 5 years (open.weibo.com/wiki 授权机制); more than ten is no answer. */
const LONGEST_LIFE = 10 * 366 * 86_400;

// Numbers and texts are mixed in reality.
const grantSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().int().positive().max(LONGEST_LIFE),
  uid: digits,
});

/** undefined where the settings name no application. */
export function openConnecting(account: WeiboAccount, vault: Vault): Connecting | undefined {
  const { APPKEY, ENDPOINT, REDIRECT_URI } = account.settings;
  if (APPKEY === '') return undefined;
  return {
    pageFor({ state, returnTo }) {
      const asked = { client_id: APPKEY, redirect_uri: REDIRECT_URI || returnTo, response_type: 'code', state };
      return `${ENDPOINT}/oauth2/authorize?${new URLSearchParams(asked)}`;
    },
    take: ({ code, returnTo }, attempt) => take({ code, returnTo: REDIRECT_URI || returnTo }, attempt, account, vault),
  };
}

async function take(
  { code, returnTo }: { readonly code: string; readonly returnTo: string },
  attempt: Attempt,
  { api, settings }: WeiboAccount,
  vault: Vault,
): Promise<Connected> {
  const { APPKEY, APPSECRET, UID } = settings;
  const application = { client_id: APPKEY, client_secret: APPSECRET };
  const form = { ...application, grant_type: 'authorization_code', code, redirect_uri: returnTo };
  const grant = grantSchema.safeParse(await api.exchange(form, attempt)).data;
  if (!grant) throw new ChannelFailure('uncertain', '微博的应答不符合接口说明，没有取得授权，请重新连接');
  if (grant.uid !== UID) {
    throw new ChannelFailure('refused', '授权的不是本账号，没有保存。请先在微博退出登录，再用本账号重新连接');
  }
  const endsAt = after(attempt.now, seconds(grant.expires_in));
  await keepAuthorisation({ token: grant.access_token, endsAt }, settings, vault);
  return { endsAt };
}
