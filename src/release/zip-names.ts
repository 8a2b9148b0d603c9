/** The names in a ZIP file, from its central directory (APPNOTE 6.3.10, 4.3.12 and 4.3.16). Nothing is unpacked. */

/** More than any office document has; a directory that claims more is none we want to read. */
const MOST_ENTRIES = 20_000;

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** null when the directory is missing or does not hold together. */
export function namesInZip(bytes: Buffer): readonly string[] | null {
  const end = findEnd(bytes);
  if (end === -1) return null;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES) return null;
  const names: string[] = [];
  try {
    for (let i = 0; i < count; i++) {
      if (bytes.readUInt32LE(at) !== ENTRY) return null;
      const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
      names.push(bytes.toString('utf8', at + 46, at + 46 + (name ?? 0)));
      at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
    }
  } catch (error) {
    if (error instanceof RangeError) return null; // points beyond its end
    throw error;
  }
  return names;
}

/** The end record is 22 bytes and a comment of at most 65,535. */
function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 22 - 65_535);
  for (let at = bytes.length - 22; at >= first; at--) if (bytes.readUInt32LE(at) === END) return at;
  return -1;
}
