import { formatCount } from "@/components/format";
import type { Capabilities, SourceGroup, SourceInfo } from "@/lib/domain/source";

export const LICENCE_DATA: Record<Capabilities["licenceData"], string> = {
  full: "Licences known",
  partial: "Licence of some pictures known",
  none: "No licence data",
};
export const MACHINE_LEARNING_USE: Record<Capabilities["machineLearningUse"], string> = {
  allowed: "ML allowed",
  attribution: "ML with credit",
  restricted: "ML restricted",
  forbidden: "ML forbidden",
};

export const GROUP_TEXTS: Record<SourceGroup, { title: string; text: string }> = {
  open: { title: "Open collections", text: "Openly licensed, and no key is needed." },
  keyed: {
    title: "With a key",
    text: "These services know who asks. A key of your own is kept encrypted, and only used for you.",
  },
  "web-engine": {
    title: "Web search engines",
    text: "PixCrawler reads their result pages, which they may block at any time, and the pictures come without licence data: you have to clear the rights yourself.",
  },
  own: {
    title: "Your own material",
    text: "What you bring runs as a crawl of its own into the same dataset, and is checked like everything else.",
  },
  "built-in": {
    title: "Offline sample",
    text: "Drawn pictures that need no network, to try things out.",
  },
  stock: {
    title: "Not for datasets",
    text: "Their terms forbid it, so they cannot be chosen.",
  },
};

/** Why people look for Google and do not find it. */
export const GOOGLE_REASON =
  "Google forbids programs to read its result pages, and blocks them. Its results are to be had through SerpApi or an existing Custom Search key, both under “With a key”.";

export const isKeyMissing = ({ key }: SourceInfo): boolean =>
  key?.isRequired === true && key.from === null;

/** Why a source cannot be chosen now, or null. */
export function whyUnavailable(source: SourceInfo): string | null {
  if (source.unavailableReason && !source.isAvailable) return source.unavailableReason;
  if (source.health.breaker === "open") {
    return `Does not answer at the moment${source.health.lastError ? `: ${source.health.lastError}` : "."}`;
  }
  if (source.quota.leftToday === 0) return "Its quota for today is used up.";
  return source.isAvailable ? null : "Switched off on this server.";
}

export type Tone = "good" | "unsure" | "bad" | "off";

/** A source's state in a word or two. */
export function healthOf(source: SourceInfo): { tone: Tone; word: string } {
  const { breaker, lastErrorAt, lastSuccessAt } = source.health;
  if (source.capabilities.group === "stock") return { tone: "off", word: "Not for datasets" };
  if (isKeyMissing(source)) return { tone: "off", word: "Needs a key" };
  if (breaker === "open") return { tone: "bad", word: "Not answering" };
  if (source.quota.leftToday === 0) return { tone: "unsure", word: "Quota used up" };
  if (!source.isAvailable) return { tone: "off", word: "Not available" };
  if (breaker === "half-open") return { tone: "unsure", word: "Being tried again" };
  if (lastErrorAt && (!lastSuccessAt || lastErrorAt > lastSuccessAt)) {
    return { tone: "unsure", word: "Unsteady" };
  }
  return { tone: "good", word: "Ready" };
}

/** What is left of the narrowest of a source's limits, or null where it has none. */
export function quotaWords({ quota }: SourceInfo): string | null {
  if (quota.leftThisMinute === 0) return "busy for a minute";
  if (quota.leftToday !== null) return `${formatCount(quota.leftToday)} requests left today`;
  if (quota.leftThisMinute !== null) return `${formatCount(quota.leftThisMinute)} a minute left`;
  return null;
}
