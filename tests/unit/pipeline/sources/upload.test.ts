import { expect, test } from "vitest";
import { upload } from "@/lib/pipeline/sources/upload";
import { readAnnotations } from "@/lib/pipeline/sources/upload/annotations";
import { manifestLine } from "@/lib/pipeline/sources/upload/manifest";
import { ask } from "./ask-source";

const IMPORT_ID = "0190a000-0000-7000-8000-000000000000";

/** What the source finds in files with these contents; pictures have none that matters. */
async function foundIn(files: Readonly<Record<string, string>>) {
  const bytes = Buffer.from(Object.values(files).join(""));
  let offset = 0;
  const entries = Object.entries(files).map(([path, text]) => {
    const sizeBytes = Buffer.byteLength(text);
    const place = { key: "files", offset, length: sizeBytes, sizeBytes };
    offset += sizeBytes;
    return {
      path,
      stored: { ...place, compression: "none" as const, crc32: null, hasLocalHeader: false },
    };
  });
  const read = async (at: number, length: number) => bytes.subarray(at, at + length);
  const annotations = await readAnnotations(entries, () => read);
  const pictures = entries.filter(({ path }) => path.endsWith(".jpg"));
  const list = pictures
    .map((entry) => `${JSON.stringify(manifestLine(IMPORT_ID, entry, annotations))}\n`)
    .join("");
  const { found } = await ask(upload, () => new Error("no network"), { list });
  return Object.fromEntries(found.map((picture) => [String(picture.raw.path), picture]));
}

test("ImageFolder: the class is the folder's name, the split is kept, and folders that only hold are no class", async () => {
  const found = await foundIn({
    "pets/train/cat/1.jpg": "",
    "pets/val/dog/2.jpg": "",
    "bird/3.jpg": "",
    "bird/images/4.jpg": "",
    "pets/test/images/5.jpg": "",
    "6.jpg": "",
  });
  const labels = Object.entries(found).map(([path, { label, raw }]) => [path, label, raw.split]);
  expect(labels).toEqual([
    ["pets/train/cat/1.jpg", "cat", "train"],
    ["pets/val/dog/2.jpg", "dog", "validation"],
    ["bird/3.jpg", "bird", undefined],
    ["bird/images/4.jpg", "bird", undefined],
    ["pets/test/images/5.jpg", null, "test"],
    ["6.jpg", null, undefined],
  ]);
});

test("a picture has an address of its own that no other can have, however its path is written", async () => {
  const found = await foundIn({
    "a b/ü?#%.jpg": "",
    "a b/ü.jpg": "",
    [`${"ü".repeat(299)}/.jpg`]: "",
  });
  const urls = Object.values(found).map(({ url }) => url);
  expect(urls[0]).toBe(`upload:///${IMPORT_ID}/a%20b/%C3%BC%3F%23%25.jpg`);
  expect(new Set(urls).size).toBe(3);
  for (const url of urls) {
    expect(URL.canParse(url)).toBe(true);
    expect(url.length).toBeLessThanOrEqual(2048);
  }
});

const COCO = {
  info: { description: 'a "quoted" {brace} [bracket] \\' },
  annotations: [
    { id: 1, image_id: 10, category_id: 1, area: 100, bbox: [1, 2, 10, 10] },
    {
      id: 2,
      image_id: 10,
      category_id: 2,
      area: 4000,
      bbox: [0, 0, 50, 80],
      segmentation: [[1, 2, 3, 4]],
    },
    { id: 3, image_id: 10, category_id: 1, area: 50, bbox: [5, 5, 5, 10] },
    { id: 4, image_id: 11, category_id: 3, bbox: [0, 0, 4, 4] },
    { id: 5, image_id: 10, caption: "A dog and two cats" },
  ],
  licenses: [
    { id: 4, name: "Attribution License", url: "http://creativecommons.org/licenses/by/2.0/" },
  ],
  images: [
    {
      id: 10,
      file_name: "000010.jpg",
      license: 4,
      width: 640,
      height: 480,
      flickr_url: "https://flickr.example/10",
    },
    { id: 11, file_name: "sub/000011.jpg" },
    { id: 12, file_name: "000012.jpg" },
  ],
  categories: [
    { id: 1, name: "cat" },
    { id: 2, name: "dog" },
    { id: 3, name: "bird\u0000" },
  ],
};

test("COCO: the label is the category that covers most, all are labels, and boxes, licence and caption are kept", async () => {
  const found = await foundIn({
    "annotations/instances_val2017.json": JSON.stringify(COCO, null, 1),
    "val2017/000010.jpg": "",
    "train2017/000010.jpg": "",
    "val2017/sub/000011.jpg": "",
    "val2017/000012.jpg": "",
  });
  expect(found["val2017/000010.jpg"]).toMatchObject({
    label: "dog",
    labels: ["cat"],
    title: "A dog and two cats",
    licence: "CC-BY-2.0",
    licenceUrl: "https://creativecommons.org/licenses/by/2.0/",
    pageUrl: "https://flickr.example/10",
    raw: {
      split: "validation",
      annotations: [
        { category: "cat", bbox: [1, 2, 10, 10] },
        { category: "dog", bbox: [0, 0, 50, 80], segmentation: [[1, 2, 3, 4]] },
        { category: "cat", bbox: [5, 5, 5, 10] },
      ],
    },
  });
  expect(found["val2017/sub/000011.jpg"]).toMatchObject({ label: "bird", labels: [] });
  // Without an annotation, or in another part of the dataset of the same name, nothing is said of it.
  expect(found["val2017/000012.jpg"]).toMatchObject({ label: null, labels: [] });
  expect(found["train2017/000010.jpg"]).toMatchObject({ label: null, labels: [] });
});

test("COCO beside the pictures of each split, and more outlines than a row should hold", async () => {
  const annotations = Array.from({ length: 300 }, (_, i) => ({
    image_id: 11,
    category_id: 3,
    area: 1,
    segmentation: [Array.from({ length: 100 }, (_, at) => at + i)],
  }));
  const found = await foundIn({
    "train/_annotations.coco.json": JSON.stringify({ ...COCO, annotations }),
    "train/000011.jpg": "",
  });
  expect(found["train/000011.jpg"]?.label).toBe("bird");
  expect(JSON.stringify(found["train/000011.jpg"]?.raw).length).toBeLessThan(20_000);
});

test("YOLO: names from data.yaml, boxes and outlines from the mirrored text files", async () => {
  const found = await foundIn({
    "set/data.yaml": "path: .\ntrain: images/train\nnames:\n  0: cat\n  1: dog\n",
    "set/images/train/a.jpg": "",
    "set/labels/train/a.txt":
      "0 0.5 0.5 0.1 0.1\n1 0.1 0.1 0.9 0.1 0.9 0.9 0.1 0.9\n\nnot a line\n",
    "set/images/val/b.jpg": "",
    "set/labels/val/b.txt": "",
    "set/images/val/c.jpg": "",
    "set/labels/val/c.txt": "7 0.5 0.5 0.1 0.1\r\n",
  });
  expect(found["set/images/train/a.jpg"]).toMatchObject({
    label: "dog",
    labels: ["cat"],
    raw: {
      split: "train",
      annotations: [
        { category: "cat", yolo: [0.5, 0.5, 0.1, 0.1] },
        { category: "dog", outline: [0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 0.1, 0.9] },
      ],
    },
  });
  expect(found["set/images/val/b.jpg"]).toMatchObject({ label: null, labels: [] });
  expect(found["set/images/val/c.jpg"]).toMatchObject({ label: "class 7" });
});

test("YOLO as Darknet writes it: classes.txt, and the text beside the picture", async () => {
  const found = await foundIn({
    "classes.txt": "cat\ndog\n",
    "obj/a.jpg": "",
    "obj/a.txt": "1 0.5 0.5 1 1",
  });
  expect(found["obj/a.jpg"]).toMatchObject({ label: "dog" });
});

test("numbers beside a picture without names of classes say nothing", async () => {
  const found = await foundIn({ "cat/a.jpg": "", "cat/a.txt": "1 0.5 0.5 1 1" });
  expect(found["cat/a.jpg"]).toMatchObject({ label: "cat", labels: [], title: null });
});

test("img2dataset and WebDataset: caption, licence and class beside the picture, and numbered shards are no class", async () => {
  const record = { url: "https://a.example/1.jpg", key: "000000001", status: "success" };
  const found = await foundIn({
    "00001/000000001.jpg": "",
    "00001/000000001.txt": "A red fox\n",
    "00001/000000001.json": JSON.stringify({ ...record, license: "cc-by-4.0", caption: null }),
    "wds/0001.jpg": "",
    "wds/0001.cls": "207\n",
    "wds/0002.jpg": "",
    "wds/0002.cls": "208",
    "wds/0002.json": '{"label":"fox"}',
    "fox/captioned.jpg": "",
    "fox/captioned.txt": "A fox that runs",
    "fox/broken.jpg": "",
    "fox/broken.json": "{",
  });
  expect(found["00001/000000001.jpg"]).toMatchObject({
    label: null,
    title: "A red fox",
    licence: "CC-BY-4.0",
    raw: { metadata: { url: "https://a.example/1.jpg" } },
  });
  expect(found["wds/0001.jpg"]).toMatchObject({ label: "207" });
  expect(found["wds/0002.jpg"]).toMatchObject({ label: "fox", labels: ["208"] });
  expect(found["fox/captioned.jpg"]).toMatchObject({ label: "fox", title: "A fox that runs" });
  expect(found["fox/broken.jpg"]).toMatchObject({ label: "fox", title: null });
});

test("COCO named like a picture is COCO, and boxes of YOLO are no captions", async () => {
  const found = await foundIn({
    "000010.jpg": "",
    "000010.json": JSON.stringify(COCO),
    "obj/classes.txt": "cat\n",
    "obj/a.jpg": "",
    "obj/a.txt": "0 0.5 0.5 1 1",
  });
  expect(found["000010.jpg"]).toMatchObject({ label: "dog", title: "A dog and two cats" });
  expect(found["obj/a.jpg"]).toMatchObject({ label: "cat", title: null });
});

test("names with accents apart, as macOS writes them, are one with those in annotations and of other labels", async () => {
  const apart = "Füchse".normalize("NFD");
  const found = await foundIn({
    [`${apart}/1.jpg`]: "",
    [`${apart}-2.jpg`]: "",
    "metadata.csv": "file_name,label\nFüchse-2.jpg,Füchse\n",
  });
  expect(Object.values(found).map(({ label }) => label)).toEqual(["Füchse", "Füchse"]);
});

test("a YAML about something else, which this reader of class names does not understand, is passed over", async () => {
  const found = await foundIn({
    "deploy.yaml": "a: &x {b: 1}\nc: *x\n---\nd: 2\n",
    "data.yaml": "names: [cat]\n",
    "images/a.jpg": "",
    "labels/a.txt": "0 0.5 0.5 1 1",
  });
  expect(found["images/a.jpg"]?.label).toBe("cat");
});

test("metadata of Hugging Face's imagefolder: captions, labels and licences by file name, as JSON lines or CSV", async () => {
  const rows = [
    { file_name: "1.jpg", text: "A cat", label: "cat", license: "cc-by-4.0", author: "<i>Ann</i>" },
    { file_name: "./sub/2.jpg", label: 3, source_url: "javascript:alert(1)" },
    { file_name: "gone.jpg", label: "x" },
  ];
  const found = await foundIn({
    "train/metadata.jsonl": rows.map((row) => JSON.stringify(row)).join("\n"),
    "train/1.jpg": "",
    "train/sub/2.jpg": "",
    "test/metadata.csv":
      '\ufefffile_name,label,text,labels\n1.jpg,dog,"A dog,\nsitting","[""dog"",""grass""]"\n',
    "test/1.jpg": "",
  });
  expect(found["train/1.jpg"]).toMatchObject({
    label: "cat",
    title: "A cat",
    creator: "Ann",
    licence: "CC-BY-4.0",
    raw: { metadata: { text: "A cat" } },
  });
  expect(found["train/sub/2.jpg"]).toMatchObject({ label: "3", pageUrl: null });
  expect(found["test/1.jpg"]).toMatchObject({
    label: "dog",
    labels: ["grass"],
    title: "A dog, sitting",
  });
});

test("JSON of any name may be COCO, and one that is something else, or broken, says nothing", async () => {
  const found = await foundIn({
    "result.json": JSON.stringify(COCO),
    "package.json": '{"images": [{"id": 1,}]}',
    "list.json": '[{"file_name": "000010.jpg"}, "images", {"images": [1, null, {}]}]',
    "000010.jpg": "",
  });
  expect(found["000010.jpg"]).toMatchObject({ label: "dog" });
});

test.each([
  ["annotations/x.json", '{"images": [{"id": 1,}]}', /not JSON/],
  ["metadata.jsonl", "{broken", /not JSON/],
  ["data.yaml", "names: [a\n b: {", /not YAML/],
])("an annotation file that cannot be read is refused by name: %s", async (path, text, message) => {
  const refused = foundIn({ [path]: text, "1.jpg": "" });
  await expect(refused).rejects.toMatchObject({ code: "validation-failed" });
  await expect(refused).rejects.toThrow(message);
});

test("a YAML whose anchors multiply is not expanded", async () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nnames: [*b,*b,*b,*b]\n`;
  await expect(foundIn({ "data.yaml": bomb, "1.jpg": "" })).rejects.toThrow(/not YAML/);
});

test("a long manifest is read 500 pictures a page, to its end", async () => {
  const stored = {
    key: "files",
    offset: 0,
    length: 1,
    compression: "none",
    sizeBytes: 1,
    crc32: null,
    hasLocalHeader: false,
  } as const;
  const lines = Array.from({ length: 1201 }, (_, i) =>
    JSON.stringify(manifestLine(IMPORT_ID, { path: `${i}.jpg`, stored }, new Map())),
  );
  const list = lines.map((line) => `${line}\n`).join("");
  const counts: number[] = [];
  const urls = new Set<string>();
  for (let cursor: string | null = null, i = 0; i === 0 || cursor !== null; i++) {
    const page = await ask(upload, () => new Error("no network"), { list, cursor });
    counts.push(page.found.length);
    for (const { url } of page.found) urls.add(url);
    cursor = page.cursor;
  }
  expect(counts).toEqual([500, 500, 201]);
  expect(urls.size).toBe(1201);
});
