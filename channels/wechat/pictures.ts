/**
 * Pictures on their way up: those of the body get an address of the platform's own, the cover becomes permanent material.
 * Uploading twice is harmless; what was uploaded is remembered in the order's steps (body) or in the vault (cover).
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { digestOf } from '../../src/ids.ts';
import { PICTURE } from './article-html.ts';
import { fitPicture } from './convert.ts';
import type { Door } from './door.ts';
import type { UploadFile } from './multipart.ts';
import { newestPages } from './newest-pages.ts';
import type { Article } from './payload.ts';
import type { Caller } from './token.ts';

const hosted = z.object({ url: z.string().min(1) });
const material = z.object({ media_id: z.string().min(1) });
const listed = z.object({
  media_id: z.string(),
  name: z.string().default(''),
  update_time: z.coerce.number().default(0),
});

const OWN_COVER = fileURLToPath(new URL('./default-cover.png', import.meta.url));
const LOOK_BACK = 5; // pages of material: a cover of an order just lost is among the newest 100

/** The article's HTML with every picture at the platform's own address. Each upload is a step of the order. */
export async function hostPictures(door: Door, { content, pictures }: Article, attempt: Attempt): Promise<string> {
  let html = content;
  for (const id of pictures) {
    const url = await attempt.step(`picture:${id}`, () => hostPicture(door, id, attempt));
    html = html.replaceAll(PICTURE + id, url.replaceAll('"', '&quot;')); // otherwise as given: it is compared
  }
  return html;
}

async function hostPicture(door: Door, id: string, caller: Caller): Promise<string> {
  const file = await readPicture(door, id);
  const { url } = await door.weixin.call({ path: '/cgi-bin/media/uploadimg', file, answer: hosted }, caller);
  return url;
}

export interface Cover {
  readonly mediaId: string;
  /** Name in the vault. */
  readonly name: string;
  /** Whether it went up just now: the platform may need some seconds to know it. */
  readonly fresh: boolean;
}

/** The article's cover: its first picture, else the account's. Uploaded only when it never was. */
export async function getCover(door: Door, { pictures }: Article, attempt: Attempt): Promise<Cover> {
  const first = pictures[0];
  const file = first ? await readPicture(door, first) : await readOwnCover(door);
  const name = `cover:${file.name}`;
  const kept = await door.tools.vault.get(name);
  if (kept) return { mediaId: kept, name, fresh: false };
  // It may be there all the same: an answer was lost, or the vault (which matters for the cover used again and again).
  const found = attempt.number > 1 || !first ? await findMaterial(door, file.name, attempt) : null;
  const mediaId = found ?? (await upload(door, file, attempt));
  await door.tools.vault.put(name, mediaId);
  return { mediaId, name, fresh: found === null };
}

/** Forgets a cover that the platform no longer has. */
export function forgetCover(door: Door, { name }: Cover): Promise<void> {
  return door.tools.vault.put(name, '');
}

async function upload(door: Door, file: UploadFile, caller: Caller): Promise<string> {
  const request = { path: '/cgi-bin/material/add_material', query: { type: 'image' }, file, answer: material };
  return (await door.weixin.call(request, caller)).media_id;
}

// The file name carries the digest of the bytes and is given back: an upload whose answer was lost is found by it.
async function findMaterial(door: Door, name: string, caller: Caller): Promise<string | null> {
  const path = '/cgi-bin/material/batchget_material';
  const listing = { path, body: { type: 'image' }, item: listed, pages: LOOK_BACK };
  try {
    for await (const page of newestPages(door.weixin, listing, caller)) {
      const found = page.find((one) => one.name === name);
      if (found) return found.media_id;
    }
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    caller.log.warn({ code: error.code, path }, 'cover not looked for'); // uploading it once more does no harm
  }
  return null;
}

async function readPicture(door: Door, id: string): Promise<UploadFile> {
  return await fitPicture({ name: id, type: typeOf(id), bytes: await door.tools.media.read(id) });
}

async function readOwnCover(door: Door): Promise<UploadFile> {
  const path = door.settings.COVER || OWN_COVER;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch {
    throw new ChannelFailure('locked-out', '读不到默认封面图片。请检查配置项 COVER 指向的文件。');
  }
  const ending = bytes[0] === 0x89 ? 'png' : 'jpg'; // the first byte of every PNG
  return { name: `${digestOf(bytes)}.${ending}`, type: typeOf(ending), bytes };
}

function typeOf(name: string): string {
  return name.endsWith('png') ? 'image/png' : 'image/jpeg';
}
