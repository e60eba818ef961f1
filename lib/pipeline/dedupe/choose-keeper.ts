import type { KeeperReason } from "../../domain/duplicate.ts";
import type { Decision, ImageFormat } from "../../domain/image.ts";
import type { CheckedIssue } from "../../domain/issue.ts";
import { KEEPER_STAGES } from "./keeper-stages.ts";

/** What decides which of several near-duplicates is kept. */
export interface KeeperCandidate {
  /** Ids sort by age (UUID version 7). */
  readonly id: string;
  readonly decision: Decision;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly format: ImageFormat;
  /** 1–100 by the quantisation tables; null where it is not known. */
  readonly jpegQuality: number | null;
  /** Share of the area that a flat frame takes. */
  readonly borderShare: number;
  /** By the dataset's thresholds; those of `hiddenBy` hide the picture. */
  readonly issues: readonly CheckedIssue[];
  readonly hiddenBy: readonly CheckedIssue[];
  /** As in lib/domain/licence.ts. */
  readonly licence: string;
}

export interface KeeperChoice {
  readonly keeperId: string;
  readonly reason: KeeperReason;
  /** What set it above the next best, as a sentence with the numbers. */
  readonly reasonText: string;
}

/**
 * Each stage takes out those that another one beats, until one is left; what took out the last of them is the reason.
 * By elimination, since within a tolerance "better" is no order: a may equal b, and b c, while a is better than c.
 * The order of the candidates does not matter.
 */
export function chooseKeeper(
  candidates: readonly [KeeperCandidate, ...KeeperCandidate[]],
): KeeperChoice {
  let field: readonly KeeperCandidate[] = candidates;
  for (const { reason, beats, explain } of KEEPER_STAGES) {
    const left = field.filter((one) => !field.some((other) => beats(other, one)));
    const [keeper] = left;
    if (left.length === 1 && keeper && field.length > 1) {
      const [runnerUp = keeper] = byAge(field.filter((one) => one !== keeper));
      return { keeperId: keeper.id, reason, reasonText: explain(keeper, runnerUp) };
    }
    field = left;
  }
  const [keeper = candidates[0]] = byAge(field);
  return field.length > 1
    ? { keeperId: keeper.id, reason: "earlier", reasonText: "Found earlier than its copies." }
    : { keeperId: keeper.id, reason: "only-one", reasonText: "It has no copy." };
}

const byAge = (field: readonly KeeperCandidate[]): KeeperCandidate[] =>
  field.toSorted((a, b) => Number(a.id > b.id) - Number(a.id < b.id));
