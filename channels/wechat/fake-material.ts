/** Pictures on the platform: those of articles (uploadimg) and permanent material, which keeps its file name. */
import { randomBytes } from 'node:crypto';
import { type FakeFile, type FakeHandler, FakeRefusal, OK, pageOf, textIn } from './fake-call.ts';
import type { FakePlatform } from './fake-state.ts';

/** Pictures of articles live on this host; the fake's own pages show them from its port. */
export const PICTURE_HOST = 'http://mmbiz.qpic.cn';

const MEGABYTE = 1024 * 1024;

export const materialHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/media/uploadimg': {
    method: 'POST',
    takes: 'media',
    handle(platform, { file }) {
      const { bytes, kind } = sniff(file);
      if (kind !== 'png' && kind !== 'jpeg') throw new FakeRefusal(40005, 'invalid file type');
      if (bytes.length >= MEGABYTE) throw new FakeRefusal(40009, 'invalid image size');
      return { url: addressOf(platform.keepPicture(bytes, kind), kind), errcode: 0, errmsg: 'ok' };
    },
  },
  '/cgi-bin/material/add_material': {
    method: 'POST',
    takes: 'media',
    handle(platform, { file, query }) {
      const type = query.get('type');
      const { bytes, kind, name } = sniff(file);
      if (type !== 'image' && type !== 'thumb') throw new FakeRefusal(40004, 'invalid media type');
      if (kind === 'unknown' || (type === 'thumb' && kind !== 'jpeg'))
        throw new FakeRefusal(40113, 'unsupported file type');
      if (bytes.length > (type === 'thumb' ? 64 * 1024 : 10 * MEGABYTE))
        throw new FakeRefusal(40009, 'invalid image size');
      const key = platform.keepPicture(bytes, kind);
      const media_id = randomBytes(48).toString('base64url');
      platform.state.materials.push({ media_id, name, key, at: platform.clock.now().getTime() });
      return type === 'image' ? { media_id, url: addressOf(key, kind) } : { media_id };
    },
  },
  '/cgi-bin/material/batchget_material': {
    method: 'POST',
    takes: 'json',
    handle({ state }, { body }) {
      const type = textIn(body, 'type');
      if (!['image', 'voice', 'video'].includes(type)) throw new FakeRefusal(40004, 'invalid media type');
      const all = type === 'image' ? state.materials : [];
      const item = pageOf(all, body).map(({ media_id, name, key, at }) => {
        return {
          media_id,
          name,
          update_time: Math.floor(at / 1000),
          url: addressOf(key, state.pictures[key]?.type ?? ''),
        };
      });
      return { total_count: all.length, item_count: item.length, item };
    },
  },
  '/cgi-bin/material/get_materialcount': {
    method: 'GET',
    takes: 'nothing',
    handle: ({ state }) => ({ voice_count: 0, video_count: 0, image_count: state.materials.length, news_count: 0 }),
  },
  '/cgi-bin/material/del_material': {
    method: 'POST',
    takes: 'json',
    handle({ state }, { body }) {
      const at = state.materials.findIndex(({ media_id }) => media_id === textIn(body, 'media_id'));
      if (at < 0) throw new FakeRefusal(40007, 'invalid media_id');
      state.materials.splice(at, 1);
      return OK;
    },
  },
};

/** The address of a picture in articles. */
function addressOf(key: string, kind: string): string {
  return `${PICTURE_HOST}/mmbiz_${kind}/${key}/0?wx_fmt=${kind}`;
}

/** The key of a picture of ours in an address, or null. */
export function pictureKey(platform: FakePlatform, address: string): string | null {
  const key = new RegExp(`^${PICTURE_HOST}/mmbiz_\\w+/([0-9a-f]{40})/0`).exec(address)?.[1];
  return key && platform.state.pictures[key] ? key : null;
}

const HEADS: readonly (readonly [kind: string, head: string])[] = [
  ['png', '89504e470d0a1a0a'],
  ['jpeg', 'ffd8ff'],
  ['gif', '47494638'],
  ['bmp', '424d'],
];

function sniff(file: FakeFile | null): { readonly bytes: Uint8Array; readonly kind: string; readonly name: string } {
  if (!file) throw new FakeRefusal(41005, 'media data missing');
  const head = Buffer.from(file.bytes.subarray(0, 8)).toString('hex');
  const kind = HEADS.find(([, start]) => head.startsWith(start))?.[0] ?? 'unknown';
  return { bytes: file.bytes, kind, name: file.name };
}
