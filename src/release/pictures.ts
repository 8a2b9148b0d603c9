/**
 * What a picture is, read from its bytes and never from its name or declared type. The record it becomes is Picture in
 * announcement.ts; where its bytes are kept is media-store.ts.
 */
import { invalid, Problem } from '../errors.ts';
import { digestOf } from '../ids.ts';
import type { Picture } from './announcement.ts';

/** Our own limit: above it a phone on a village network waits too long, and base64 of it still fits one database record. */
export const PICTURE_BYTES = 5 * 1024 * 1024;

interface Measured {
  readonly extension: 'png' | 'jpg' | 'gif' | 'webp';
  readonly type: Picture['type'];
  readonly width: number;
  readonly height: number;
}

/**
 * The picture these bytes are. Throws Problem 'too-large' above PICTURE_BYTES and 'invalid-input' (field `picture`) when
 * they are no png, jpeg, gif or webp or the header is damaged.
 */
export function readPicture(bytes: Uint8Array): Picture {
  if (bytes.length > PICTURE_BYTES) {
    const size = (bytes.length / 1024 / 1024).toFixed(1);
    throw new Problem('too-large', `图片有 ${size} MB，超过 5 MB 的上限。请压缩或缩小尺寸后重新上传。`);
  }
  const found = measure(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  if (!found) throw invalid('picture', '不是可用的图片', '请使用 PNG、JPEG、GIF 或 WebP 格式的完整图片文件');
  const { extension, type, width, height } = found;
  return { id: `${digestOf(bytes)}.${extension}`, type, bytes: bytes.length, width, height };
}

function measure(bytes: Buffer): Measured | null {
  try {
    const found = measurePng(bytes) ?? measureGif(bytes) ?? measureWebp(bytes) ?? measureJpeg(bytes);
    return found && found.width > 0 && found.height > 0 ? found : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // the header ends before its sizes
    throw error;
  }
}

// www.w3.org/TR/png: signature, then the IHDR chunk with width and height.
function measurePng(bytes: Buffer): Measured | null {
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return null;
  return { extension: 'png', type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

// www.w3.org/Graphics/GIF/spec-gif89a.txt, logical screen descriptor.
function measureGif(bytes: Buffer): Measured | null {
  if (!['GIF87a', 'GIF89a'].includes(bytes.toString('latin1', 0, 6))) return null;
  return { extension: 'gif', type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

// developers.google.com/speed/webp/docs/riff_container: the first chunk tells the sizes, each of its three kinds in its way.
function measureWebp(bytes: Buffer): Measured | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const size = sizeOfWebp(bytes, bytes.toString('latin1', 12, 16));
  return size && { extension: 'webp', type: 'image/webp', ...size };
}

function sizeOfWebp(bytes: Buffer, chunk: string): { width: number; height: number } | null {
  if (chunk === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (chunk === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (chunk !== 'VP8L') return null;
  const bits = bytes.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

// www.w3.org/Graphics/JPEG/itu-t81.pdf B.1.1.3: C4, C8 and CC share the range of the frame markers but are tables.
const NO_FRAME = [0xc4, 0xc8, 0xcc];

function measureJpeg(bytes: Buffer): Measured | null {
  if (bytes.toString('latin1', 0, 3) !== '\xff\xd8\xff') return null;
  for (let at = 2; ; ) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill byte before a marker
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.includes(marker)) {
      return {
        extension: 'jpg',
        type: 'image/jpeg',
        width: bytes.readUInt16BE(at + 7),
        height: bytes.readUInt16BE(at + 5),
      };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
}
