import { z } from "zod";
import { licenceUrl } from "@/lib/domain/licence";
import { AppError } from "@/lib/errors";
import { parseLicence } from "../licence-filter";
import { plainText, webUrl } from "../plain-text";
import { type Annotations, annotate, asLabels, bounded, unreadable } from "./annotation";
import { type JsonItem, jsonItems } from "./json-items";
import { baseName, type FindPicture, folderOf } from "./picture-paths";

/** Field names as in the COCO data format; ids are numbers, though some tools write text. */
const Key = z.union([z.number(), z.string()]);
const Category = z.object({ id: Key, name: z.string() });
const Licence = z.object({
  id: Key,
  url: z.string().nullish(),
  name: z.string().nullish(),
});
const Picture = z.object({
  id: Key,
  file_name: z.string(),
  license: Key.nullish(),
  flickr_url: z.string().nullish(),
});
const Mark = z.object({
  image_id: Key,
  category_id: Key.nullish(),
  area: z.number().nullish(),
  bbox: z.array(z.number()).length(4).nullish(),
  segmentation: z.unknown().optional(),
  caption: z.string().nullish(),
});

interface Box {
  /** The id of its category, until all names are known. */
  readonly category: string;
  readonly bbox?: readonly number[];
  readonly segmentation?: unknown;
}
interface MarksOfPicture {
  /** Pixels that each category covers. */
  readonly areas: Map<string, number>;
  readonly boxes: Box[];
  caption: string | null;
}

/** Over the whole file, so that a million outlines do not fill the memory. */
const MAX_KEPT_CHARACTERS = 64 * 1024 * 1024;
const MAX_BOXES = 200;
/** As written, with its markup. */
const MAX_CAPTION = 2_000;
/** Names, pictures and which categories each of them shows: some hundred megabytes of memory, and more than LVIS has. */
const MAX_FACTS = 2_000_000;

/** Whether a file is meant to be annotations in COCO's form. Others may be so as well: what is in them decides. */
const isCocoPath = (path: string): boolean =>
  /\.json$/i.test(path) &&
  (/^annotations?$/i.test(baseName(folderOf(path))) ||
    /coco|annotations|instances|^labels\.json$/i.test(baseName(path)));

/** Reads annotations in COCO's form: the label of a picture is the category that covers most of it. */
export async function readCoco(
  path: string,
  blocks: AsyncIterable<Buffer>,
  find: FindPicture,
  annotations: Annotations,
): Promise<void> {
  const categories = new Map<string, string>();
  const licences = new Map<string, string>();
  const pictures = new Map<string, z.infer<typeof Picture> & { found: string }>();
  const marks = new Map<string, MarksOfPicture>();
  let kept = 0;
  let facts = 0;

  function learn<V>(known: Map<string, V>, name: string, value: V): void {
    if (!known.has(name)) facts += 1;
    if (facts > MAX_FACTS)
      throw new AppError("payload-too-large", `${JSON.stringify(path)} has too many annotations.`);
    known.set(name, value);
  }

  function addMark({ image_id, category_id, ...mark }: z.infer<typeof Mark>): void {
    const id = String(image_id);
    const of: MarksOfPicture = marks.get(id) ?? { areas: new Map(), boxes: [], caption: null };
    learn(marks, id, of);
    of.caption ??= mark.caption?.slice(0, MAX_CAPTION) ?? null;
    if (category_id === null || category_id === undefined) return;
    const [, , width = 0, height = 0] = mark.bbox ?? [];
    const category = String(category_id);
    const area = Math.max(0, mark.area ?? width * height);
    learn(of.areas, category, (of.areas.get(category) ?? 0) + area);
    if (of.boxes.length >= MAX_BOXES || kept > MAX_KEPT_CHARACTERS) return;
    const { bbox, segmentation } = mark;
    const box = {
      category,
      ...(bbox && { bbox }),
      ...(segmentation !== undefined && { segmentation }),
    };
    kept += JSON.stringify(box).length;
    of.boxes.push(box);
  }

  function add({ list, value }: JsonItem): void {
    if (list === "categories") {
      const category = Category.safeParse(value).data;
      if (category) learn(categories, String(category.id), category.name.slice(0, 100));
    } else if (list === "licenses") {
      const licence = Licence.safeParse(value).data;
      if (licence) learn(licences, String(licence.id), licenceOf(licence));
    } else if (list === "images") {
      const picture = Picture.safeParse(value).data;
      // What was not uploaded is not remembered.
      const found = picture && find(picture.file_name, path);
      if (found) learn(pictures, String(picture.id), { ...picture, found });
    } else if (list === "annotations") {
      const mark = Mark.safeParse(value).data;
      if (mark) addMark(mark);
    }
  }

  try {
    for await (const item of jsonItems(blocks)) add(item);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    if (isCocoPath(path)) throw unreadable(path, "it is not JSON");
  }
  for (const [id, picture] of pictures) {
    const { found } = picture;
    const of = marks.get(id);
    const byArea = [...(of?.areas ?? [])].sort(([, a], [, b]) => b - a);
    const licence = licences.get(String(picture.license)) ?? "unknown";
    const boxes = (of?.boxes ?? []).map(({ category, ...box }) => ({
      category: categories.get(category) ?? category,
      ...box,
    }));
    const isKnown = licence !== "unknown";
    annotate(annotations, found, {
      labels: asLabels(byArea.map(([category]) => categories.get(category))),
      hidesFolder: categories.size > 0,
      ...(of?.caption && { title: plainText(of.caption) }),
      ...(isKnown && { licence, licenceUrl: licenceUrl(licence) }),
      ...(picture.flickr_url && { pageUrl: webUrl(picture.flickr_url) }),
      raw: boxes.length > 0 ? { annotations: bounded(boxes) } : {},
    });
  }
}

function licenceOf({ url, name }: z.infer<typeof Licence>): string {
  const byUrl = parseLicence(url);
  return byUrl === "unknown" ? parseLicence(name) : byUrl;
}
