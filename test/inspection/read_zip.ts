import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** The files of a small zip by their names, read from its directory as an unpacker does. Throws where it is broken. */
export function readZip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('no zip: it has no directory');
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error('no zip: its directory is broken');
    const [method, packed, plain] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 24),
    ];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]; // three offsets, three numbers
    const local = bytes.readUInt32LE(at + 42);
    const begins = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(begins, begins + packed);
    const file = method === 0 ? data : inflateRawSync(data);
    if (file.length !== plain) throw new Error('no zip: a file is cut off');
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), file);
    at += 46 + name + extra + comment;
  }
  return files;
}

/** Every text of a package: names, plain files, and what is inside its office files, which are zips themselves. */
export function everyText(files: ReadonlyMap<string, Buffer>): string {
  const texts: string[] = [];
  for (const [name, bytes] of files) {
    texts.push(name);
    if (/\.(xlsx|docx)$/.test(name)) texts.push(everyText(readZip(bytes)));
    else texts.push(bytes.toString('utf8'));
  }
  return texts.join('\n');
}
