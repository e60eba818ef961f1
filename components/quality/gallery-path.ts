import type { Route } from "next";
import { createSerializer } from "nuqs/server";
import { type FilterChange, filterParsers } from "@/components/gallery/filters";
import type { CheckedIssue } from "@/lib/domain/issue";

const serialize = createSerializer(filterParsers);

/** The gallery of what a filter finds. */
export const galleryPath = (datasetId: string, filters: FilterChange): Route =>
  // The names are those that the gallery itself reads.
  serialize(`/datasets/${datasetId}`, filters) as Route;

/** Above every score that a threshold can leave below it: a range up to 1 would take 1 in. */
const ALMOST_ONE = 0.999999;

/** The pictures on one side of a threshold, those nearest to it first. */
export const edgeFilter = (issue: CheckedIssue, threshold: number, side: "below" | "above") =>
  side === "below"
    ? ({
        score: `${issue}:..${Math.min(threshold, ALMOST_ONE)}`,
        sort: `-score:${issue}`,
      } as const)
    : ({ score: `${issue}:${threshold}..`, sort: `score:${issue}` } as const);
