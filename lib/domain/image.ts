import { z } from "zod";
import { Issue, Scores } from "./issue";
import { Licence } from "./licence";
import { Id, Time } from "./page";
import { Split } from "./split";
import { oneLine } from "./storable-text";
import { Transform } from "./transform";

export const IMAGE_FORMATS = ["jpeg", "png", "webp", "gif", "avif", "tiff", "bmp"] as const;
export const ImageFormat = z.enum(IMAGE_FORMATS);
export type ImageFormat = z.infer<typeof ImageFormat>;

/** From the widest to the tallest; landscape from 11:10 on, panorama above 2:1, the upright ones likewise. */
export const ASPECTS = ["panorama", "landscape", "square", "portrait", "tall"] as const;
export const Aspect = z.enum(ASPECTS);

export const EXTENSIONS: Record<ImageFormat, string> = {
  jpeg: "jpg",
  png: "png",
  webp: "webp",
  gif: "gif",
  avif: "avif",
  tiff: "tif",
  bmp: "bmp",
};
export const contentTypeOf = (format: ImageFormat): string => `image/${format}`;

export const DECISIONS = ["undecided", "accepted", "rejected"] as const;
export const Decision = z.enum(DECISIONS);
export type Decision = z.infer<typeof Decision>;

/** A label is also a folder name in exports, so it stays short and printable. */
export const Label = z.string().overwrite(oneLine).trim().min(1).max(100);

/** One reading of a publisher's wish, and the rule that decided. */
export const Signal = z.object({
  signal: z.enum([
    "robots-txt",
    "x-robots-tag",
    "tdm-reservation",
    "tdm-rep",
    "meta-robots",
    "c2pa",
    "iptc-data-mining",
    "content-usage",
    "content-signal",
  ]),
  value: z.string().max(500),
  allows: z.boolean(),
});
export type Signal = z.infer<typeof Signal>;

export const SIGNAL_LABELS: Record<Signal["signal"], string> = {
  "robots-txt": "robots.txt",
  "x-robots-tag": "X-Robots-Tag",
  "tdm-reservation": "TDM reservation",
  "tdm-rep": "TDM policy file",
  "meta-robots": "Robots meta tag",
  c2pa: "C2PA",
  "iptc-data-mining": "IPTC data mining",
  "content-usage": "Content-Usage",
  "content-signal": "Content-Signal",
};

export const Image = z
  .object({
    id: Id,
    datasetId: Id,
    crawlJobId: Id.nullable(),
    filename: z.string(),
    sha256: z.string(),
    perceptualHash: z.string().meta({ description: "256 bits as 64 hexadecimal digits." }),
    width: z.int(),
    height: z.int(),
    sizeBytes: z.int(),
    format: ImageFormat,
    label: z.string(),
    labels: z.array(z.string()),
    decision: Decision,
    split: Split.nullable(),
    isValid: z
      .boolean()
      .meta({ description: "False: hidden by the dataset's checks, see hiddenBy." }),
    hiddenBy: z.array(Issue),
    isDuplicate: z.boolean(),
    duplicateGroupId: Id.nullable(),
    duplicateOf: Id.nullable(),
    duplicateDistance: z.int().nullable(),
    duplicateTransform: Transform.nullable(),
    issues: z.array(Issue),
    scores: Scores,
    quality: z.number().meta({ description: "The mean of the scores that speak of quality." }),
    measurements: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])),
    hostCount: z.int().meta({ description: "Hosts on which these very bytes were found." }),
    originalUrl: z.string(),
    pageUrl: z.string().nullable(),
    title: z.string().nullable(),
    creator: z.string().nullable(),
    creatorUrl: z.string().nullable(),
    licence: Licence,
    licenceUrl: z.string().nullable(),
    attribution: z.string(),
    source: z.string(),
    keyword: z.string(),
    signals: z.array(Signal),
    metadata: z.record(z.string(), z.unknown()).meta({
      description:
        "What came with it. alsoFrom: where copies were found for which this one stands, up to 20 of { source, pageUrl, originalUrl, licence, creator, labels }; labels: those that it has from copies alone.",
    }),
    downloadedAt: Time,
    createdAt: Time,
  })
  .meta({ id: "Image", description: "A picture kept in a dataset, with where it came from." });
export type Image = z.infer<typeof Image>;
