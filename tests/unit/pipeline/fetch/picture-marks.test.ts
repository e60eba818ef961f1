import { deflateSync } from "node:zlib";
import { encode } from "cborg";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { pictureMarks } from "@/lib/pipeline/fetch/picture-marks";
import { processorMsOf } from "@/tests/helpers/processor-time";

const VOCABULARY = "http://ns.useplus.org/ldf/vocab/";
const xmp = (property: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
  `<rdf:Description xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" ${property}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const attribute = (value: string) => xmp(`plus:DataMining="${VOCABULARY}${value}" plus:a="b">`);

let jpeg: Buffer;
let noise: Buffer;
beforeAll(async () => {
  const side = 420;
  const pixels = Buffer.alloc(side * side * 3);
  for (let i = 0, seed = 7; i < pixels.length; i += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    pixels[i] = seed >>> 16;
  }
  const raw = { raw: { width: side, height: side, channels: 3 as const } };
  noise = await sharp(pixels, raw).jpeg({ quality: 95 }).toBuffer();
  jpeg = await sharp(pixels, raw).resize(8).jpeg().toBuffer();
});

const box = (type: string, ...parts: Uint8Array[]) => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};
const superbox = (label: string, ...content: Uint8Array[]) => {
  const toggles = Buffer.from([3]);
  const described = box("jumd", Buffer.alloc(16, 1), toggles, Buffer.from(`${label}\0`));
  return box("jumb", described, ...content);
};
const uses = (use: string, prefix = "c2pa") =>
  Object.fromEntries(
    ["ai_generative_training", "ai_training", "data_mining", "ai_inference"].map((name) => [
      `${prefix}.${name}`,
      { use },
    ]),
  );
/** A manifest store with one assertion, behind what other assertions may take. */
const manifest = (label: string, content: Uint8Array, padding = 0) =>
  superbox(
    "c2pa",
    superbox(
      "urn:uuid:1",
      superbox(
        "c2pa.assertions",
        superbox("c2pa.thumbnail", box("bidb", Buffer.alloc(padding, 5))),
        superbox(label, content),
      ),
      superbox("c2pa.claim", box("cbor", encode({ url: `self#jumbf=c2pa.assertions/${label}` }))),
    ),
  );
const training = (use: string, padding = 0) =>
  manifest("c2pa.training-mining", box("cbor", encode({ entries: uses(use) })), padding);

/** JUMBF in APP11 segments: each repeats the head of the box that it continues. */
function inJpeg(jumbf: Buffer, most = 60_000) {
  const parts = [jpeg.subarray(0, 2)];
  for (let at = 0, number = 1; at < jumbf.length; number += 1) {
    const piece = jumbf.subarray(at, at + most);
    const head = Buffer.alloc(12);
    head.writeUInt16BE(0xffeb);
    const boxHead = number > 1 ? jumbf.subarray(0, 8) : Buffer.alloc(0);
    head.writeUInt16BE(10 + boxHead.length + piece.length, 2);
    head.write("JP", 4, "latin1");
    head.writeUInt16BE(1, 6);
    head.writeUInt32BE(number, 8);
    parts.push(head, boxHead, piece);
    at += piece.length;
  }
  return Buffer.concat([...parts, jpeg.subarray(2)]);
}

describe("IPTC", () => {
  test.each(["jpeg", "png", "webp", "tiff", "avif"] as const)("is read in %s", async (format) => {
    const bytes = await sharp(jpeg)
      .withXmp(attribute("DMI-PROHIBITED-AIMLTRAINING"))
      .toFormat(format)
      .toBuffer();
    expect(pictureMarks(bytes)).toEqual([
      { signal: "iptc-data-mining", value: "DMI-PROHIBITED-AIMLTRAINING", allows: false },
    ]);
  });

  test.each([
    ["as it is", Buffer.from("\0\0en\0\0"), (text: string) => Buffer.from(text)],
    ["packed", Buffer.from("\x01\0en\0x\0"), (text: string) => deflateSync(text)],
  ])("is read in PNG's international text, %s", (_, head, write) => {
    const keyword = Buffer.from("XML:com.adobe.xmp\0");
    const chunk = Buffer.concat([keyword, head, write(attribute("DMI-PROHIBITED"))]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    const bytes = Buffer.concat([length, Buffer.from("iTXt"), chunk, Buffer.from("rest")]);
    expect(pictureMarks(bytes)).toMatchObject([{ allows: false }]);
    for (let end = 0; end < bytes.length; end += 1) pictureMarks(bytes.subarray(0, end));
  });

  test("packed text that is vast once unpacked ends at a limit", () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000, " "));
    const head = Buffer.from("\0\xff\0\0zTXtXML:com.adobe.xmp\0\0", "latin1");
    expect(pictureMarks(Buffer.concat([head, bomb]))).toEqual([]);
  });

  test.each([
    ["DMI-PROHIBITED", false],
    ["DMI-PROHIBITED-GENAIMLTRAINING", false],
    ["DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", false],
    ["DMI-PROHIBITED-SEECONSTRAINT", false],
    ["DMI-ALLOWED", true],
    ["DMI-UNSPECIFIED", true],
  ])("%s allows: %s", (value, allows) => {
    expect(pictureMarks(Buffer.from(attribute(value)))).toEqual([
      { signal: "iptc-data-mining", value, allows },
    ]);
  });

  test.each([
    `><plus:DataMining>${VOCABULARY}DMI-PROHIBITED</plus:DataMining>`,
    `><plus:DataMining rdf:resource="${VOCABULARY}DMI-PROHIBITED"/>`,
    `x:DataMining = '${VOCABULARY}DMI-PROHIBITED'>`,
  ])("is read as %s", (property) => {
    expect(pictureMarks(Buffer.from(xmp(property)))).toMatchObject([{ allows: false }]);
  });

  test("a mention without a value of the vocabulary states nothing", () => {
    const text = `plus:DataMining="" <a/> DMI-PROHIBITED DataMining="DMI-PROHIBITED"`;
    expect(pictureMarks(Buffer.from(text))).toEqual([]);
  });
});

describe("C2PA", () => {
  test("a refusal is told with the uses that it is about", () => {
    expect(pictureMarks(training("notAllowed"))).toEqual([
      {
        signal: "c2pa",
        value:
          "c2pa.training-mining: c2pa.ai_training=notAllowed, c2pa.data_mining=notAllowed, c2pa.ai_generative_training=notAllowed",
        allows: false,
      },
    ]);
  });

  test.each([
    ["constrained", false],
    ["allowed", true],
  ])("%s allows: %s", (use, allows) => {
    expect(pictureMarks(training(use))).toMatchObject([{ signal: "c2pa", allows }]);
  });

  test("inference alone is no use of ours", () => {
    const entries = { "c2pa.ai_inference": { use: "notAllowed" } };
    const content = box("cbor", encode({ entries }));
    const [signal] = pictureMarks(manifest("c2pa.training-mining", content));
    expect(signal).toMatchObject({ allows: true });
    expect(signal?.value).toContain("c2pa.ai_inference=notAllowed");
  });

  test("CAWG's assertion, one in JSON, a numbered one and one with a date are read", () => {
    const cawg = box("cbor", encode({ entries: uses("notAllowed", "cawg") }));
    const json = box("json", Buffer.from(JSON.stringify({ entries: uses("notAllowed") })));
    // A map of two, and a date under its tag.
    const dated = Buffer.concat([
      Buffer.from([0xa2]),
      ...["entries", uses("notAllowed"), "at"].map((each) => encode(each)),
      Buffer.from([0xc0]),
      encode("2026-01-01T00:00:00Z"),
    ]);
    for (const bytes of [
      manifest("cawg.training-mining", cawg),
      manifest("c2pa.training-mining", json),
      manifest("c2pa.training-mining__2", box("cbor", encode({ entries: uses("notAllowed") }))),
      manifest("c2pa.training-mining", box("cbor", dated)),
    ])
      expect(pictureMarks(bytes)).toMatchObject([{ signal: "c2pa", allows: false }]);
  });

  test("of several manifests the one that refuses decides", () => {
    const store = Buffer.concat([training("allowed"), training("notAllowed"), training("allowed")]);
    expect(pictureMarks(store)).toMatchObject([{ allows: false }]);
  });

  test.each([0, 59_600, 59_700, 59_800, 59_900, 60_000, 200_000])(
    "is read in JPEG wherever its segments are cut (%i bytes before it)",
    (padding) => {
      expect(pictureMarks(inJpeg(training("notAllowed", padding)))).toMatchObject([
        { signal: "c2pa", allows: false },
      ]);
    },
  );

  test("is read in JPEG in segments of a few bytes, and beside IPTC", () => {
    const bytes = inJpeg(training("notAllowed"), 40);
    const both = Buffer.concat([bytes, Buffer.from(attribute("DMI-ALLOWED"))]);
    expect(pictureMarks(both).map(({ signal, allows }) => [signal, allows])).toEqual([
      ["c2pa", false],
      ["iptc-data-mining", true],
    ]);
  });

  test("is read in GIF, whose data come in blocks of 255 bytes", () => {
    const blocks: Buffer[] = [];
    const jumbf = Buffer.concat([box("free", Buffer.alloc(900, 7)), training("notAllowed")]);
    for (let at = 0; at < jumbf.length; at += 255) {
      const block = jumbf.subarray(at, at + 255);
      blocks.push(Buffer.from([block.length]), block);
    }
    const extension = Buffer.from("\x21\xff\x0bC2PA_GIF\x01\0\0", "latin1");
    const gif = Buffer.concat([
      Buffer.from("GIF89a\x01\0\x01\0\0\0\0", "latin1"),
      extension,
      ...blocks,
      Buffer.from("\0;"),
    ]);
    expect(pictureMarks(gif)).toMatchObject([{ signal: "c2pa", allows: false }]);
    for (let end = 0; end < gif.length; end += 1) pictureMarks(gif.subarray(0, end));
    const flood = Buffer.alloc(4_000_000, "\x01\x01");
    expect(pictureMarks(Buffer.concat([Buffer.from("GIF89a"), extension, flood]))).toEqual([]);
  });

  test.each([
    ["a mention of the label", Buffer.from("self#jumbf=c2pa.assertions/c2pa.training-mining\0")],
    ["somebody else's label", manifest("evil.training-mining", box("cbor", encode({})))],
    ["no entries", manifest("c2pa.training-mining", box("cbor", encode({ entries: {} })))],
    ["broken CBOR", manifest("c2pa.training-mining", box("cbor", Buffer.from([0xbf, 0x61])))],
    ["nested CBOR", manifest("c2pa.training-mining", box("cbor", Buffer.alloc(16_000, 0x81)))],
    ["vast CBOR", manifest("c2pa.training-mining", box("cbor", Buffer.from("9b7fffffff", "hex")))],
    ["another box", manifest("c2pa.training-mining", box("bidb", Buffer.alloc(20)))],
  ])("%s states nothing", (_, bytes) => {
    expect(pictureMarks(bytes)).toEqual([]);
  });
});

describe("hostile bytes", () => {
  test("no truncation and no changed byte of a marked picture makes it throw", () => {
    const marked = Buffer.concat([
      inJpeg(training("notAllowed"), 90),
      Buffer.from(attribute("DMI-PROHIBITED")),
    ]);
    for (let length = 0; length <= marked.length; length += 1)
      pictureMarks(marked.subarray(0, length));
    for (let at = 0; at < marked.length; at += 1)
      for (const byte of [0, 0xff]) {
        const changed = Buffer.from(marked);
        changed[at] = byte;
        pictureMarks(changed);
      }
  });

  test("noise around the words that are looked for ends quickly and states nothing it should not", () => {
    const words = ["c2pa.training-mining", ":DataMining", "jumd", "\xff\xd8", "\xff\xeb", "JP"];
    let seed = 1;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 2_000; round += 1) {
      const pieces = Array.from({ length: next(12) }, () =>
        next(2)
          ? Buffer.from(words[next(words.length)] ?? "", "latin1")
          : Buffer.from(Array.from({ length: next(40) }, () => next(256))),
      );
      expect(pictureMarks(Buffer.concat(pieces)).every(({ value }) => value.length <= 500)).toBe(
        true,
      );
    }
  });

  test("floods of segments, labels and mentions cost little", async () => {
    const floods = [
      Buffer.concat([Buffer.from("ffd8", "hex"), Buffer.alloc(4_000_000, "ffeb0000", "hex")]),
      Buffer.alloc(4_000_000, "c2pa.training-mining"),
      Buffer.alloc(4_000_000, `:DataMining="`),
    ];
    expect(await processorMsOf(() => floods.map(pictureMarks))).toBeLessThan(2_000);
  });

  test("a picture without marks, in a view of a larger buffer, states nothing", () => {
    const larger = Buffer.concat([Buffer.from(attribute("DMI-PROHIBITED")), noise]);
    const view = new Uint8Array(larger.buffer, larger.byteOffset + larger.length - noise.length);
    expect(pictureMarks(view.subarray(0, noise.length))).toEqual([]);
  });
});
