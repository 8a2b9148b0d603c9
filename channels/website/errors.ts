/**
 * What can go wrong with a site that is a database of our own: sorted by what to do next. Everything nobody sorted is
 * uncertain, and find() settles it; writing the page again would be harmless, too.
 */
import { ChannelFailure } from '../../src/channel/failure.ts';
import { networkFailure } from '../../src/channel/network-failure.ts';

// github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml: Unauthorized, AuthenticationFailed.
const NOT_LET_IN = [13, 18];

/** The failure for an error thrown by the site. */
export function siteFailure(error: unknown): ChannelFailure {
  if (error instanceof ChannelFailure || !(error instanceof Error)) return networkFailure(error);
  const code = 'code' in error ? error.code : null;
  // A Problem (src/errors.ts) is the site's refusal of the content; its text is made for staff.
  if (error.name === 'Problem') return new ChannelFailure('refused', error.message, { code: String(code ?? '') });
  if (typeof code === 'number' && NOT_LET_IN.includes(code)) {
    const reason = '网站数据库拒绝登录，请管理员检查数据库的用户名、密码和权限';
    return new ChannelFailure('locked-out', reason, { code: String(code) });
  }
  // No server was found within the driver's limit: nothing was sent.
  if (error.name === 'MongoServerSelectionError') {
    return new ChannelFailure('unreachable', '连接不上网站数据库，未送达，稍后自动重试', { code: error.name });
  }
  return networkFailure(error);
}
