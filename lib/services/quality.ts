import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/validation";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { findRuleChanges, hasDataset, readStandards, updateStandards } from "@/lib/db/datasets";
import { asPerson, elevated } from "@/lib/db/rls";
import { findNewestBatch } from "@/lib/db/validation-batches";
import { previewRules, readHistograms } from "@/lib/db/validation-stats";
import {
  CHECKED_ISSUES,
  type CheckedIssue,
  DEFAULT_RULES,
  isCheckedAt,
  type Rule,
  type RuleChanges,
} from "@/lib/domain/issue";
import { recordActivity } from "./activity";
import { toBatch } from "./batch-view";
import { asPersonInTurn } from "./in-turn";
import { orNotFound } from "./not-found";
import { beginValidation } from "./validation";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;
type Out<K extends keyof typeof ops> = z.output<(typeof ops)[K]["output"]>;

export const getQuality = (
  ctx: Context,
  { datasetId }: In<"getQuality">,
): Promise<Out<"getQuality">> => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const changes = orNotFound(await findRuleChanges(tx, ownerId, datasetId), "dataset");
    const { level, rules } = orNotFound(await readStandards(tx, datasetId), "dataset");
    const { total, hidden, bins, unmeasured } = await readHistograms(tx, datasetId);
    const batch = await findNewestBatch(tx, datasetId, "validate");
    return {
      level,
      changes,
      total,
      hidden,
      checks: CHECKED_ISSUES.map((issue) => ({
        issue,
        rule: rules[issue],
        isDefault: changes[issue] === undefined,
        isActive: isCheckedAt(issue, level),
        bins: [...bins[issue]],
        unmeasured: unmeasured[issue],
      })),
      batch: batch ? toBatch(batch) : null,
    };
  });
};

const isSameRule = (a: Rule, b: Rule) => a.threshold === b.threshold && a.hides === b.hides;

/** Null takes a rule back to the usual one, and one that is as usual needs no writing down. */
function changedBy(before: RuleChanges, given: In<"updateQuality">["rules"]): RuleChanges {
  const after = { ...before, ...given };
  return Object.fromEntries(
    CHECKED_ISSUES.flatMap((issue): [CheckedIssue, Rule][] => {
      const rule = after[issue];
      return rule && !isSameRule(rule, DEFAULT_RULES[issue]) ? [[issue, rule]] : [];
    }),
  );
}

export async function updateQuality(
  ctx: Context,
  { datasetId, rules }: In<"updateQuality">,
): Promise<Out<"updateQuality">> {
  const ownerId = ownerOf(ctx);
  await asPersonInTurn(ctx, async (tx) => {
    orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    await lockDataset(tx, datasetId);
    const before = orNotFound(await findRuleChanges(tx, ownerId, datasetId), "dataset");
    const after = changedBy(before, rules);
    await elevated(tx, ownerId, () => updateStandards(tx, datasetId, { rules: after }));
    await beginValidation(tx, { ownerId, datasetId });
    const resource = { type: "dataset", id: datasetId };
    await recordActivity(tx, ctx, "dataset.rules-updated", resource, { before, after });
  });
  // Counting takes longer than the dataset should be locked.
  return getQuality(ctx, { datasetId });
}

export const previewQuality = (
  ctx: Context,
  { datasetId, level, rules }: In<"previewQuality">,
): Promise<Out<"previewQuality">> => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    orNotFound(await findRuleChanges(tx, ownerId, datasetId), "dataset");
    const present = orNotFound(await readStandards(tx, datasetId), "dataset");
    const asked = { level: level ?? present.level, rules: { ...present.rules, ...rules } };
    return previewRules(tx, datasetId, asked);
  });
};
