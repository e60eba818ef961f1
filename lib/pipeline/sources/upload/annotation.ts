import { Label } from "@/lib/domain/image";
import { AppError } from "@/lib/errors";
import type { Found } from "../source";

/** What an existing dataset says of one of its pictures. */
export interface Annotation
  extends Partial<Pick<Found, "title" | "creator" | "licence" | "licenceUrl" | "pageUrl">> {
  /** From the one that names the picture best to the one that names it least. */
  readonly labels: readonly string[];
  /** Its boxes say what is in it, so that its folder does not. */
  readonly isDetection: boolean;
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
        const label = Label.safeParse(name?.replace(/\p{Cc}+/gu, " ").slice(0, 100));
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

/** Adds what a further file says of a picture to what is known. */
export function annotate(annotations: Annotations, path: string, said: Annotation): void {
  const known = annotations.get(path);
  annotations.set(
    path,
    known
      ? {
          ...known,
          ...said,
          labels: asLabels([...known.labels, ...said.labels]),
          isDetection: known.isDetection || said.isDetection,
          raw: { ...known.raw, ...said.raw },
        }
      : said,
  );
}

export const unreadable = (path: string, reason: string) =>
  new AppError("validation-failed", `${JSON.stringify(path)} cannot be read: ${reason}.`);
