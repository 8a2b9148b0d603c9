import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { fitPicture } from '../../../channels/wechat/convert.ts';
import { digestOf } from '../../../src/ids.ts';
import { readPicture } from '../../../src/release/pictures.ts';
import { anAnnouncement, aPicture, mediaOf, type StoredPicture } from '../../support/channel-tools.ts';
import { failureOf, openWechat, pieceOf, publishDone } from './open-wechat.ts';

const MEGABYTE = 1024 * 1024;
const red = { width: 300, height: 200, channels: 3, background: '#c00' } as const;
const stored = (bytes: Uint8Array): StoredPicture => ({ picture: readPicture(bytes), bytes });
/** Nothing to compress in it. */
const noise = (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
const fitted = ({ picture, bytes }: StoredPicture) => fitPicture({ name: picture.id, type: picture.type, bytes });

async function aGpsPhoto(): Promise<StoredPicture> {
  const exif = { IFD0: { Make: 'Phone' }, IFD3: { GPSLatitude: '25/1 26/1 0/1', GPSLatitudeRef: 'N' } };
  return stored(await sharp({ create: red }).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer());
}

describe('pictures for articles', () => {
  it('go up as they are when they may', async () => {
    const own = aPicture();
    const { name, type, bytes } = await fitted(own);
    assert.deepEqual([name, type, bytes], [own.picture.id, 'image/png', own.bytes]);
  });

  it('become jpg from webp and gif, under the digest of what they were', async () => {
    for (const format of ['webp', 'gif'] as const) {
      const own = stored(await sharp({ create: red }).toFormat(format).toBuffer());
      const { name, type, bytes } = await fitted(own);
      assert.equal(name, `${digestOf(own.bytes)}.jpg`);
      assert.deepEqual([type, readPicture(bytes).type, readPicture(bytes).width], ['image/jpeg', 'image/jpeg', 300]);
    }
  });

  it('are made lighter than 1 MB, jpg and png alike', async () => {
    for (const bytes of [
      await noise(1900, 1200).jpeg({ quality: 95 }).toBuffer(),
      await noise(900, 600).png().toBuffer(),
    ]) {
      assert.ok(bytes.length >= MEGABYTE, String(bytes.length));
      const made = await fitted(stored(bytes));
      assert.ok(made.bytes.length < MEGABYTE, String(made.bytes.length));
      assert.equal(readPicture(made.bytes).type, 'image/jpeg');
    }
  });

  it('lose where they were taken, and stand upright all the same', async () => {
    const photo = await aGpsPhoto();
    assert.ok((await sharp(photo.bytes).metadata()).exif);
    const { bytes } = await fitted(photo);
    const { exif, width, height } = await sharp(bytes).metadata();
    assert.deepEqual([exif, width, height], [undefined, 200, 300]);
    assert.ok(!Buffer.from(bytes).includes('GPS'));
  });

  it('are refused with a reason when nobody can read them', async () => {
    const bytes = (await sharp({ create: red }).webp().toBuffer()).subarray(0, 40);
    const failure = await failureOf(fitPicture({ name: `${'a'.repeat(64)}.webp`, type: 'image/jpeg', bytes }));
    assert.equal(failure.kind, 'refused');
    assert.match(failure.message, /图片 aaaaaaaa….*换一张/);
  });

  describe('on the platform', () => {
    let pictures: StoredPicture[];
    const media = { read: (id: string) => mediaOf(...pictures).read(id) };
    const world = openWechat({ tools: { media } });

    it('arrive converted, and staff are told before they sign', async () => {
      pictures = [
        stored(await sharp({ create: red }).webp().toBuffer()),
        stored(await sharp({ create: red }).gif().toBuffer()),
        stored(await noise(1900, 1200).jpeg({ quality: 95 }).toBuffer()),
      ];
      const body = pictures.map(({ picture }) => `<p><img src="/media/${picture.id}" alt=""></p>`).join('');
      const changes = { body, pictures: pictures.map(({ picture }) => picture) };
      const { notes } = pieceOf(world().channel, changes).preview;
      assert.ok(notes.some((note) => /3 张图片将转换.*动图只保留第一帧/.test(note)));
      const { url } = await publishDone(world(), changes);
      const page = await (await fetch(url!)).text();
      assert.equal(page.match(/<img /g)?.length, 3);
    });

    it('do not fit when they are too large to unpack', () => {
      const { picture } = aPicture();
      const rendered = world().channel.render({
        ...anAnnouncement({ body: `<p><img src="/media/${picture.id}"></p>` }),
        pictures: [{ ...picture, width: 20_000, height: 10_000 }],
      });
      assert.ok(!rendered.fits && /20000×10000 像素/.test(rendered.misfits[0]!.problem));
    });
  });
});
