import type { KeeperReason } from "../../domain/duplicate.ts";
import type { Decision, ImageFormat } from "../../domain/image.ts";
import { type CheckedIssue, ISSUE_LABELS } from "../../domain/issue.ts";
import { licenceRank } from "../../domain/licence.ts";
import type { KeeperCandidate } from "./choose-keeper.ts";

interface Stage {
  readonly reason: KeeperReason;
  /** Never in a circle, so that a stage always leaves one. */
  readonly beats: (a: KeeperCandidate, b: KeeperCandidate) => boolean;
  readonly explain: (keeper: KeeperCandidate, next: KeeperCandidate) => string;
}

/** Two per cent of each side: what is shaved off in passing decides nothing. */
const PIXEL_TOLERANCE = 1.04;
/** Estimates from quantisation tables are off by one. */
const QUALITY_TOLERANCE = 2;
/** Encoders of one format and setting differ by this much on one picture. */
const BYTES_TOLERANCE = 1.1;

/** Of a rejected picture, too, the copies stay hidden behind it: nobody wants to reject it twice. */
const DECISION_RANK: Readonly<Record<Decision, number>> = {
  accepted: 0,
  rejected: 1,
  undecided: 2,
};
const LOSSLESS: readonly ImageFormat[] = ["png", "bmp", "tiff"];

/** What may have been done to a copy, and is not undone by keeping it. */
const FAULTS: readonly CheckedIssue[] = [
  "dark",
  "light",
  "blurry",
  "out-of-focus",
  "low-information",
  "grayscale",
  "bordered",
  "truncated",
  "animated",
  "watermarked",
];

/** In this order; see chooseKeeper. */
export const KEEPER_STAGES: readonly Stage[] = [
  {
    reason: "decided",
    beats: (a, b) => DECISION_RANK[a.decision] < DECISION_RANK[b.decision],
    explain: ({ decision }) => `${decision === "accepted" ? "Accepted" : "Rejected"} by a person.`,
  },
  {
    // A keeper that is hidden would take its copies out of the dataset with it.
    reason: "fewer-faults",
    beats: (a, b) => a.hiddenBy.length === 0 && b.hiddenBy.length > 0,
    explain: (_keeper, { hiddenBy }) => `The other one is hidden: ${listOf(hiddenBy)}.`,
  },
  {
    reason: "more-pixels",
    beats: (a, b) =>
      isUpscaled(a) === isUpscaled(b)
        ? contentPixels(a) > contentPixels(b) * PIXEL_TOLERANCE
        : isUpscaled(b),
    explain: (keeper, next) =>
      isUpscaled(keeper) === isUpscaled(next)
        ? `${sizeOf(keeper)} against ${sizeOf(next)}.`
        : `${sizeOf(keeper)}; the other one was enlarged to ${sizeOf(next)}.`,
  },
  {
    reason: "fewer-faults",
    beats: (a, b) => faultsOf(a).length < faultsOf(b).length,
    explain: (keeper, next) =>
      `The other one has more faults: ${listOf(faultsOf(next).filter((issue) => !keeper.issues.includes(issue)))}.`,
  },
  { reason: "less-compression", beats: isLessCompressed, explain: explainCompression },
  {
    reason: "better-licence",
    beats: (a, b) => licenceRank(a.licence) < licenceRank(b.licence),
    explain: (keeper, next) => `${licenceName(keeper)} against ${licenceName(next)}.`,
  },
];

/** Of the picture within its frame. */
const contentPixels = ({ width, height, borderShare }: KeeperCandidate): number =>
  width * height * (1 - borderShare);

const isUpscaled = ({ issues }: KeeperCandidate): boolean => issues.includes("upscaled");
const isLossless = ({ format }: KeeperCandidate): boolean => LOSSLESS.includes(format);
const bytesPerPixel = (one: KeeperCandidate): number => one.sizeBytes / (one.width * one.height);
const faultsOf = ({ issues }: KeeperCandidate): CheckedIssue[] =>
  issues.filter((issue) => FAULTS.includes(issue));

/**
 * Bytes say nothing across formats, nor for lossless ones: a flat drawing is small in the best of them. Of JPEGs both
 * quality and bytes must be higher, since one that was saved again at a higher quality grows little and gains nothing.
 */
function isLessCompressed(a: KeeperCandidate, b: KeeperCandidate): boolean {
  if (isLossless(a) || isLossless(b)) return isLossless(a) && !isLossless(b);
  if (a.format !== b.format || bytesPerPixel(a) <= bytesPerPixel(b) * BYTES_TOLERANCE) return false;
  const isKnown = a.jpegQuality !== null && b.jpegQuality !== null;
  return !isKnown || (a.jpegQuality ?? 0) > (b.jpegQuality ?? 0) + QUALITY_TOLERANCE;
}

function explainCompression(keeper: KeeperCandidate, next: KeeperCandidate): string {
  if (keeper.format !== next.format)
    return `${keeper.format.toUpperCase()} against ${next.format.toUpperCase()}.`;
  if (keeper.jpegQuality !== null && next.jpegQuality !== null)
    return `JPEG quality ${keeper.jpegQuality} against ${next.jpegQuality}.`;
  return `${bytesPerPixel(keeper).toFixed(2)} bytes a pixel against ${bytesPerPixel(next).toFixed(2)}.`;
}

const licenceName = ({ licence }: KeeperCandidate): string =>
  licence === "unknown" ? "an unknown licence" : licence;

const listOf = (issues: readonly CheckedIssue[]): string =>
  issues.map((issue) => ISSUE_LABELS[issue].toLowerCase()).join(", ");

const sizeOf = ({ width, height }: KeeperCandidate): string =>
  `${width.toLocaleString("en-GB")} × ${height.toLocaleString("en-GB")}`;
