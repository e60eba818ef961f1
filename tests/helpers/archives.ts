import { crc32, deflateRawSync } from "node:zlib";

/** An entry of a ZIP; whatever is given beside name and bytes is written as it is, true or not. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes?: Buffer | string;
  readonly isDeflated?: boolean;
  readonly unixMode?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly sizeBytes?: number;
  readonly crc?: number;
  /** Written instead of the name, and without the flag that says UTF-8. */
  readonly rawName?: Buffer;
  /** Points at the data of an earlier entry. */
  readonly localOffset?: number;
}

const UTF8_NAMES = 0x800;

function records(entry: ZipEntry, offset: number) {
  const { name, bytes = "", isDeflated = false, flags = 0, unixMode = 0o100644 } = entry;
  const plain = Buffer.from(bytes);
  const data = isDeflated ? deflateRawSync(plain) : plain;
  const path = entry.rawName ?? Buffer.from(name);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE((entry.rawName ? 0 : UTF8_NAMES) | flags, 2);
  fields.writeUInt16LE(entry.method ?? (isDeflated ? 8 : 0), 4);
  fields.writeUInt32LE(entry.crc ?? crc32(plain), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(entry.sizeBytes ?? plain.length, 18);
  fields.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, path, data]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((unixMode << 16) >>> 0, 6);
  tail.writeUInt32LE(entry.localOffset ?? offset, 10);
  const madeByUnix = Buffer.from([30, 3]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02"), madeByUnix, fields, tail, path]);
  return { local, central };
}

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = records(entry, offset);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length % 0x10000, 8);
  end.writeUInt16LE(entries.length % 0x10000, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

export interface TarEntry {
  readonly name: string;
  readonly bytes?: Buffer | string;
  /** "0" a file, "2" a link, "3" a device, "5" a folder, "x" extended headers, "L" a long name. */
  readonly type?: string;
  readonly sizeBytes?: number;
}

const BLOCK = 512;

export function tarOf(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.map(({ name, bytes = "", type = "0", sizeBytes }) => {
    const data = Buffer.from(bytes);
    const header = Buffer.alloc(BLOCK);
    header.write(name, 0, 100);
    header.write("0000644\0", 100);
    header.write(`${(sizeBytes ?? data.length).toString(8).padStart(11, "0")}\0`, 124);
    header.write("        ", 148);
    header.write(type, 156);
    header.write("ustar\0", 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const padding = Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK);
    return Buffer.concat([header, data, padding]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(BLOCK * 2)]);
}
