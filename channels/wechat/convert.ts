/**
 * A picture as articles take it (media/uploadimg: jpg or png below 1 MB): of another format, too heavy, or telling where it
 * was taken (EXIF), it is made anew, and nothing but the picture is kept.
 */
import sharp from 'sharp';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Picture } from '../../src/release/announcement.ts';
import { PICTURE_BYTES, PICTURE_PIXELS } from './limits.ts';
import type { UploadFile } from './multipart.ts';

const WIDTHS = [1920, 1280, 1080, 800]; // a phone shows some 1,080 pixels across
const QUALITY = 82;
const EXIF = ['Exif\0\0', 'eXIf'].map((mark) => Buffer.from(mark, 'latin1')); // in a jpg's APP1, in a png's chunk

/** Whether it goes up as it is, by what was noted when it came in. EXIF shows only in the bytes. */
export function needsConversion({ type, bytes }: Pick<Picture, 'type' | 'bytes'>): boolean {
  return (type !== 'image/jpeg' && type !== 'image/png') || bytes >= PICTURE_BYTES;
}

/** The same name ending in what it became. Throws ChannelFailure 'refused'. */
export async function fitPicture({ name, bytes }: UploadFile): Promise<UploadFile> {
  const type = name.endsWith('png') ? 'image/png' : 'image/jpeg';
  const isOther = !/\.(jpg|png)$/.test(name);
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const hasExif = EXIF.some((mark) => content.includes(mark));
  if (!isOther && !hasExif && bytes.length < PICTURE_BYTES) return { name, type, bytes };
  try {
    return await makeAnew(name, bytes);
  } catch (error) {
    if (error instanceof ChannelFailure) throw error;
    throw new ChannelFailure('refused', `图片 ${name.slice(0, 8)}… 不能转换成 jpg，文件可能已损坏。请换一张图片。`);
  }
}

async function makeAnew(name: string, bytes: Uint8Array): Promise<UploadFile> {
  for (const width of WIDTHS) {
    const made = await sharp(bytes, { limitInputPixels: PICTURE_PIXELS })
      .autoOrient() // what EXIF said about up and down goes with it
      .resize({ width, withoutEnlargement: true })
      .flatten({ background: '#fff' }) // jpg knows nothing transparent; the page is white
      .jpeg({ quality: QUALITY, mozjpeg: true })
      .toBuffer();
    if (made.length < PICTURE_BYTES) return { name: name.replace(/\w+$/, 'jpg'), type: 'image/jpeg', bytes: made };
  }
  throw new ChannelFailure('refused', `图片 ${name.slice(0, 8)}… 压缩后仍超过 1 MB。请裁剪或换一张图片。`);
}
