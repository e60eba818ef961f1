import { Label } from "@/lib/domain/image";
import { AppError } from "@/lib/errors";
import type { Found } from "../source";

/** What an existing dataset says of one of its pictures. */
export interface Annotation
  extends Partial<Pick<Found, "title" | "creator" | "licence" | "licenceUrl" | "pageUrl">> {
  /** From the one that names the picture best to the one that names it least. */
  readonly labels: readonly string[];
  /** Its folder is no class: boxes say what is in it, or whoever downloaded it numbered the folders. */
  readonly hidesFolder: boolean;
  readonly raw: Readonly<Record<string, unknown>>;
}

export type Annotations = Map<string, Annotation>;

/** Boxes and outlines kept for one picture, as characters of JSON. */
const MAX_RAW_CHARACTERS = 16_384;
const MAX_LABELS = 50;

export const asLabels = (names: Iterable<string | null | undefined>): string[] =>
  [
    ...new Set(
      [...names].flatMap((name) => {
        const label = Label.safeParse(
          name
            ?.normalize("NFC")
            .replace(/\p{Cc}+/gu, " ")
            .slice(0, 100),
        );
        return label.success ? label.data : [];
      }),
    ),
  ].slice(0, MAX_LABELS);

/** As many of a picture's annotations as fit beside its row. */
export function bounded(values: readonly unknown[]): unknown[] {
  let left = MAX_RAW_CHARACTERS;
  return values.filter((value) => {
    left -= JSON.stringify(value).length;
    return left >= 0;
  });
}

/** Of all pictures together: a table that says much of each of 100,000 would fill the memory. */
const MAX_RAW_OF_ALL = 128 * 1024 * 1024;
const rawOfAll = new WeakMap<Annotations, number>();

/** What is kept beside a picture's row, while there is room. */
function roomyRaw(annotations: Annotations, raw: Annotation["raw"]): Annotation["raw"] {
  const characters = (rawOfAll.get(annotations) ?? 0) + JSON.stringify(raw).length;
  if (characters > MAX_RAW_OF_ALL) return {};
  rawOfAll.set(annotations, characters);
  return raw;
}

/** Adds what a further file says of a picture to what is known. */
export function annotate(annotations: Annotations, path: string, said: Annotation): void {
  const known = annotations.get(path);
  const raw = roomyRaw(annotations, said.raw);
  annotations.set(
    path,
    known
      ? {
          ...known,
          ...said,
          labels: asLabels([...known.labels, ...said.labels]),
          hidesFolder: known.hidesFolder || said.hidesFolder,
          raw: { ...known.raw, ...raw },
        }
      : { ...said, raw },
  );
}

export const unreadable = (path: string, reason: string) =>
  new AppError("validation-failed", `${JSON.stringify(path)} cannot be read: ${reason}.`);
