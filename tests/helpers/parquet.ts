import { gzipSync } from "node:zlib";

type Field =
  | readonly [id: number, type: "int", value: number]
  | readonly [id: number, type: "long", value: number]
  | readonly [id: number, type: "text", value: string]
  | readonly [id: number, type: "struct", value: Buffer]
  | readonly [id: number, type: "ints", value: readonly number[]]
  | readonly [id: number, type: "texts", value: readonly string[]]
  | readonly [id: number, type: "structs", value: readonly Buffer[]];

/** Types of the compact protocol of Thrift: a list's elements have the type of their kind. */
const TYPES = { int: 5, long: 6, text: 8, struct: 12, ints: 9, texts: 9, structs: 9 };
const ELEMENTS = { ints: 5, texts: 8, structs: 12 };

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
const int = (value: number) => varint(value * 2);
const text = (value: string) =>
  Buffer.concat([varint(Buffer.byteLength(value)), Buffer.from(value)]);

function list(element: number, values: readonly Buffer[]): Buffer {
  const head =
    values.length < 15
      ? Buffer.from([values.length * 16 + element])
      : Buffer.concat([Buffer.from([0xf0 + element]), varint(values.length)]);
  return Buffer.concat([head, ...values]);
}

function bodyOf(field: Field): Buffer {
  const [, type, value] = field;
  if (type === "int") return int(value);
  if (type === "long") return int(value);
  if (type === "text") return text(value);
  if (type === "struct") return value;
  if (type === "ints") return list(ELEMENTS.ints, value.map(int));
  if (type === "texts") return list(ELEMENTS.texts, value.map(text));
  return list(ELEMENTS.structs, value);
}

function struct(...fields: readonly Field[]): Buffer {
  let last = 0;
  const parts = fields.map((field) => {
    const head = Buffer.from([(field[0] - last) * 16 + TYPES[field[1]]]);
    last = field[0];
    return Buffer.concat([head, bodyOf(field)]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

const BYTE_ARRAY = 6;
const [UNCOMPRESSED, GZIP] = [0, 2];

/** A Parquet file of required text columns, a row group for each table. */
export function parquetOf(
  groups: readonly Readonly<Record<string, readonly string[]>>[],
  { isGzipped = false }: { isGzipped?: boolean } = {},
): Buffer {
  const parts: Buffer[] = [Buffer.from("PAR1")];
  let position = 4;
  const rowGroups = groups.map((columns) => {
    let rows = 0;
    const chunks = Object.entries(columns).map(([name, values]) => {
      rows = values.length;
      const plain = Buffer.concat(
        values.map((value) => {
          const bytes = Buffer.from(value);
          const length = Buffer.alloc(4);
          length.writeUInt32LE(bytes.length);
          return Buffer.concat([length, bytes]);
        }),
      );
      const data = isGzipped ? gzipSync(plain) : plain;
      const pageHead = struct([1, "int", rows], [2, "int", 0], [3, "int", 3], [4, "int", 3]);
      const head = struct(
        [1, "int", 0],
        [2, "int", plain.length],
        [3, "int", data.length],
        [5, "struct", pageHead],
      );
      const offset = position;
      parts.push(head, data);
      position += head.length + data.length;
      const metadata = struct(
        [1, "int", BYTE_ARRAY],
        [2, "ints", [0]],
        [3, "texts", [name]],
        [4, "int", isGzipped ? GZIP : UNCOMPRESSED],
        [5, "long", rows],
        [6, "long", plain.length + head.length],
        [7, "long", data.length + head.length],
        [9, "long", offset],
      );
      return struct([2, "long", offset], [3, "struct", metadata]);
    });
    return struct([1, "structs", chunks], [2, "long", position], [3, "long", rows]);
  });
  const names = Object.keys(groups[0] ?? {});
  const columns = names.map((name) =>
    struct([1, "int", BYTE_ARRAY], [3, "int", 0], [4, "text", name], [6, "int", 0]),
  );
  const schema = [struct([4, "text", "schema"], [5, "int", names.length]), ...columns];
  const total = groups.reduce((sum, group) => sum + (Object.values(group)[0]?.length ?? 0), 0);
  const footer = struct(
    [1, "int", 1],
    [2, "structs", schema],
    [3, "long", total],
    [4, "structs", rowGroups],
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([...parts, footer, length, Buffer.from("PAR1")]);
}
