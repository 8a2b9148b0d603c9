/** Somebody who knows only the platform's documents and asks the playback over HTTP, logged in before each test. */
import assert from 'node:assert/strict';
import { aPicture } from '../../support/channel-tools.ts';
import type { Wechat } from './open-wechat.ts';

export type Told = Record<string, never> & { errcode?: number; errmsg?: string };

export function openCaller(world: () => Wechat) {
  let token = '';

  async function ask(path: string, body?: unknown, query = ''): Promise<Told> {
    const url = `${world().fake.url}${path}?access_token=${token}${query}`;
    const init =
      body === undefined ? {} : { method: 'POST', body: body instanceof FormData ? body : JSON.stringify(body) };
    const response = await fetch(url, init);
    assert.equal(response.status, 200);
    return (await response.json()) as Told;
  }

  async function logIn(changes: Record<string, unknown> = {}) {
    const { APPID: appid, SECRET: secret } = world().fake.settings;
    const told = await ask('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret, ...changes });
    return told as unknown as { access_token: string; expires_in: number; errcode?: number };
  }

  async function plainToken(): Promise<string> {
    const { APPID, SECRET } = world().fake.settings;
    const query = `&grant_type=client_credential&appid=${APPID}&secret=${SECRET}`;
    return (await ask('/cgi-bin/token', undefined, query)).access_token as unknown as string;
  }

  function upload(bytes: Uint8Array, name = 'a.png'): FormData {
    const form = new FormData();
    form.append('media', new Blob([new Uint8Array(bytes)]), name);
    return form;
  }

  async function thumb(): Promise<string> {
    const told = await ask('/cgi-bin/material/add_material', upload(aPicture().bytes), '&type=image');
    return told.media_id as unknown as string;
  }

  const article = async (changes: object = {}) => ({
    articles: [{ title: '公告', content: '<p>文</p>', thumb_media_id: await thumb(), ...changes }],
  });
  const codeOf = async (told: Promise<Told>) => (await told).errcode ?? 0;

  beforeEach(async () => {
    token = (await logIn()).access_token;
  });

  return {
    ask,
    logIn,
    plainToken,
    upload,
    thumb,
    article,
    codeOf,
    token: () => token,
    use(other: string) {
      token = other;
    },
  };
}
