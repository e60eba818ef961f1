import { parse } from "yaml";
import { z } from "zod";
import { plainText } from "../plain-text";
import { type Annotations, annotate, asLabels, bounded, unreadable } from "./annotation";
import { baseName, folderOf } from "./picture-paths";

const Names = z.union([z.array(z.coerce.string()), z.record(z.string(), z.coerce.string())]);
const DatasetYaml = z.looseObject({ names: Names });

/** A class by its number, as data.yaml, classes.txt or obj.names give it. */
export type ClassNames = ReadonlyMap<number, string>;

export const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);
export const isClassFile = (path: string): boolean =>
  isYaml(path) || /^(?:classes\.txt|obj\.names|[\w-]*\.names)$/i.test(baseName(path));

/** The classes that a file names; null where it is a YAML file about something else. */
export function readClassNames(path: string, text: string): ClassNames | null {
  if (!isYaml(path)) {
    const names = text.split(/\r?\n/).map((line) => line.trim());
    return new Map(names.flatMap((name, i) => (name ? [[i, name] as const] : [])));
  }
  let yaml: unknown;
  try {
    // Anchors that multiply are how a short YAML becomes a huge one.
    yaml = parse(text, { maxAliasCount: 0, logLevel: "error" });
  } catch {
    // Beside a dataset lie other files of YAML, with several documents, templates or anchors in them.
    if (!/^names\s*:/m.test(text)) return null;
    throw unreadable(path, "it is not YAML");
  }
  const { names } = DatasetYaml.safeParse(yaml).data ?? {};
  return names ? new Map(Object.entries(names).map(([id, name]) => [Number(id), name])) : null;
}

/** Where the labels of a picture lie: `images` becomes `labels`, the extension `.txt`; Darknet keeps them beside it. */
export function labelPaths(picture: string): string[] {
  const beside = picture.replace(/\.[^./]+$/, ".txt");
  const mirrored = beside.replace(/^(.*\/)?images\//, "$1labels/");
  return mirrored === beside ? [beside] : [mirrored, beside];
}

/** One object a line: class, then centre and size (a box) or the corners (an outline), as shares of the sides. */
const MAX_OBJECTS = 2_000;
const MAX_NUMBERS = 10_000;

interface Marked {
  readonly name: string;
  readonly numbers: readonly number[];
}
function objectsOf(text: string, names: ClassNames): Marked[] {
  const lines = text.split(/\r?\n/, MAX_OBJECTS);
  return lines.flatMap((line) => {
    const [id = Number.NaN, ...numbers] = line.trim().split(/\s+/, MAX_NUMBERS).map(Number);
    const isObject = Number.isInteger(id) && id >= 0 && numbers.every(Number.isFinite);
    if (!isObject || numbers.length < 4) return [];
    return [{ name: plainText(names.get(id) ?? `class ${id}`, 100) ?? `class ${id}`, numbers }];
  });
}

function areaOf({ numbers }: Marked): number {
  const [, , width = 0, height = 0] = numbers;
  if (numbers.length < 6) return Math.abs(width * height);
  const side = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  return side(numbers.filter((_, i) => i % 2 === 0)) * side(numbers.filter((_, i) => i % 2 === 1));
}

/** Reads the objects of one picture: its label is the class that covers most of it. */
export function readYolo(
  picture: string,
  text: string,
  names: ClassNames,
  annotations: Annotations,
): void {
  const objects = objectsOf(text, names);
  const areas = new Map<string, number>();
  for (const object of objects)
    areas.set(object.name, (areas.get(object.name) ?? 0) + areaOf(object));
  const byArea = [...areas].sort(([, a], [, b]) => b - a);
  const boxes = objects.map(({ name, numbers }) =>
    numbers.length < 6
      ? { category: name, yolo: numbers.slice(0, 4) }
      : { category: name, outline: numbers },
  );
  annotate(annotations, picture, {
    labels: asLabels(byArea.map(([name]) => name)),
    hidesFolder: true,
    raw: boxes.length > 0 ? { annotations: bounded(boxes) } : {},
  });
}

/** The class file that is nearest above a picture: a folder may hold several datasets. */
export function namesFor(
  picture: string,
  files: ReadonlyMap<string, ClassNames>,
): ClassNames | null {
  let folder = folderOf(picture);
  for (;;) {
    const names = files.get(folder) ?? files.get(`${folder}/labels`.replace(/^\//, "")) ?? null;
    if (names || folder === "") return names;
    folder = folderOf(folder);
  }
}
