import { formatCount } from "@/components/format";
import type { Capabilities, SourceInfo } from "@/lib/domain/source";

export const LICENCE_DATA: Record<Capabilities["licenceData"], string> = {
  full: "Licence of every picture known",
  filter: "Licence filter only",
  none: "No licence data",
};
export const MACHINE_LEARNING_USE: Record<Capabilities["machineLearningUse"], string> = {
  allowed: "Machine learning allowed",
  attribution: "Machine learning with attribution",
  restricted: "Machine learning restricted",
  forbidden: "Machine learning forbidden",
};

/** Why a source cannot be chosen now, or null. */
export function whyUnavailable(source: SourceInfo): string | null {
  if (source.health.breaker === "open") {
    return `Does not answer at the moment${source.health.lastError ? `: ${source.health.lastError}` : "."}`;
  }
  if (source.quota.leftToday === 0) return "Its quota for today is used up.";
  if (source.isAvailable) return null;
  return source.capabilities.needsKey
    ? "Needs a key that this server does not have."
    : "Switched off on this server.";
}

/** What is left of the source's own limits, or null where it has none. */
export function quotaText({ quota }: SourceInfo): string | null {
  const parts = [
    quota.leftThisMinute !== null &&
      `${formatCount(quota.leftThisMinute)} requests left this minute`,
    quota.leftToday !== null && `${formatCount(quota.leftToday)} today`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : null;
}
