import assert from 'node:assert/strict';
import { Problem } from '../../src/errors.ts';
import { PICTURE_BYTES, readPicture } from '../../src/release/pictures.ts';
import { aPicture } from '../support/channel-tools.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const ascii = (text: string) => Buffer.from(text, 'latin1');
const u16be = (...numbers: number[]) => Buffer.concat(numbers.map((n) => Buffer.from([n >> 8, n & 255])));

const gif = Buffer.concat([ascii('GIF89a'), hex('4001 c800'), Buffer.alloc(3)]);
const frame = (marker: number) =>
  Buffer.concat([Buffer.from([0xff, marker]), u16be(11), hex('08'), u16be(200, 320), hex('01 011100')]);
const jpeg = (...segments: Buffer[]) => Buffer.concat([hex('ffd8'), hex('ffe0 0004 0000'), ...segments, hex('ffd9')]);
const webp = (kind: string, rest: string) =>
  Buffer.concat([ascii('RIFF'), Buffer.alloc(4), ascii(`WEBP${kind}`), Buffer.alloc(4), hex(rest)]);

function refusal(bytes: Uint8Array): Problem {
  try {
    readPicture(bytes);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return assert.fail('was not refused');
}

describe('readPicture', () => {
  const pictures: readonly [title: string, bytes: Buffer, type: string, extension: string][] = [
    ['a PNG', Buffer.from(aPicture().bytes), 'image/png', 'png'],
    ['a GIF', gif, 'image/gif', 'gif'],
    ['a JPEG', jpeg(frame(0xc0)), 'image/jpeg', 'jpg'],
    ['a progressive JPEG', jpeg(frame(0xc2)), 'image/jpeg', 'jpg'],
    ['a JPEG whose tables come first', jpeg(hex('ffc4 0004 0000'), hex('ff'), frame(0xc0)), 'image/jpeg', 'jpg'],
    ['a lossy WebP', webp('VP8 ', '000000 9d012a 4001 c800'), 'image/webp', 'webp'],
    ['a lossless WebP', webp('VP8L', '2f 3fc13100'), 'image/webp', 'webp'],
    ['an extended WebP', webp('VP8X', '00000000 3f0100 c70000'), 'image/webp', 'webp'],
  ];
  for (const [title, bytes, type, extension] of pictures) {
    it(`tells type and size of ${title}`, () => {
      const picture = readPicture(bytes);
      assert.deepEqual([picture.type, picture.width, picture.height, picture.bytes], [type, 320, 200, bytes.length]);
      assert.match(picture.id, new RegExp(`^[0-9a-f]{64}\\.${extension}$`));
    });
  }

  it('gives the same bytes the same id', () => {
    assert.equal(readPicture(gif).id, readPicture(Uint8Array.from(gif)).id);
    assert.notEqual(readPicture(gif).id, readPicture(Buffer.concat([gif, hex('00')])).id);
  });

  const refused: readonly [title: string, bytes: Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['an SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a web page that calls itself a picture', ascii('<!doctype html><script>alert(1)</script>')],
    ['a PNG that ends in its header', Buffer.from(aPicture().bytes).subarray(0, 18)],
    ['a GIF that ends in its header', gif.subarray(0, 7)],
    ['a JPEG without a frame', jpeg()],
    ['a JPEG cut off before its frame', hex('ffd8 ffe0 0010 00')],
    ['a WebP of an unknown kind', webp('XXXX', '00'.repeat(20))],
    ['a picture without extent', Buffer.concat([ascii('GIF89a'), hex('0000 c800'), Buffer.alloc(3)])],
  ];
  for (const [title, bytes] of refused) {
    it(`refuses ${title}`, () => {
      const { code, fields } = refusal(bytes);
      assert.deepEqual([code, fields[0]?.field, fields[0]?.problem], ['invalid-input', 'picture', '不是可用的图片']);
    });
  }

  it('refuses more than 5 MB and says how much it is', () => {
    const { code, message } = refusal(Buffer.concat([gif, Buffer.alloc(PICTURE_BYTES)]));
    assert.equal(code, 'too-large');
    assert.match(message, /5\.0 MB.*5 MB/);
  });
});
