/** co-wechat at its cheapest: the answer is empty, so there is no template to fill and nothing to encrypt. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Koa, { type Middleware } from 'koa';
import { APPID } from '../../../channels/wechat/fake-login.ts';
import { AES_KEY, TOKEN } from '../../../channels/wechat/fake-push.ts';
import { type Contender, type Mode, serve } from './contender.ts';

type CoWechat = (config: { token: string; appid: string; encodingAESKey?: string }) => {
  middleware(handle: (message: unknown) => Promise<string>): Middleware;
};

const fromPeers = createRequire(join(import.meta.dirname, 'peers', 'package.json'));

export function open(mode: Mode, answer = ''): Promise<Contender> {
  const wechat = fromPeers('co-wechat') as CoWechat;
  const key = mode === 'safe' ? { encodingAESKey: AES_KEY } : {};
  const app = new Koa();
  app.use(wechat({ token: TOKEN, appid: APPID, ...key }).middleware(async () => answer));
  return serve(app);
}
