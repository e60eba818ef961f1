import type { Advice, CrawlFilters } from "./crawl-job";
import type { Outcome } from "./outcome";
import { type Lane, labelStandings, labelsBehind, totalOutcomes } from "./shortfall";
import type { SourceInfo, SourceKind } from "./source";

/** A crawl that came up short. */
export interface ShortCrawl {
  readonly maxImages: number;
  readonly sources: readonly SourceKind[];
  readonly filters: CrawlFilters;
  readonly lanes: readonly Lane[];
}

const MOST = 8;
const MOST_NAMED = 4;
/** Filters and checks are worth a word from so many pictures, or so large a part of those found. */
const MANY = { count: 5, share: 0.1 };
/** As the planner has it: six in ten, until there is something to go by. */
const PRIOR = { accepted: 6, decided: 10 };

/** What often passes by itself, and how it is told. */
const PASSING: Partial<Record<Outcome, string>> = {
  timeout: "timed out",
  connect: "found no connection",
  "connection-lost": "lost the connection",
  "http-5xx": "met an error of the server",
  "rate-limited": "came too fast for the server",
  dns: "found no host of that name",
};

const FILTER_NAMES: Record<keyof CrawlFilters, string> = {
  minWidth: "minimum width",
  minHeight: "minimum height",
  formats: "formats",
  licences: "licences",
  safeSearch: "safe search",
  colour: "colour",
  orientation: "orientation",
  minAspectRatio: "aspect ratio",
  maxAspectRatio: "aspect ratio",
  createdAfter: "date",
  createdBefore: "date",
};

type Weighed = Advice & { readonly gain: number };

/** What would help, the most promising first; nothing for a crawl that has its images. `known` is what the person may use. */
export function adviceFor(crawl: ShortCrawl, known: readonly SourceInfo[]): Advice[] {
  const outcomes = totalOutcomes(crawl.lanes);
  const accepted = outcomes.accepted ?? 0;
  const missing = crawl.maxImages - accepted;
  if (missing <= 0) return [];
  const decided = crawl.lanes.reduce((sum, { found, waiting }) => sum + found - waiting, 0);
  const yieldRate = (accepted + PRIOR.accepted) / (decided + PRIOR.decided);
  const count = (...of: Outcome[]) => of.reduce((sum, each) => sum + (outcomes[each] ?? 0), 0);
  const weighed = [
    ...retries(count, yieldRate),
    ...looserFilters(crawl.filters, count, yieldRate, decided),
    ...furtherSources(crawl, known, missing, accepted),
    ...downSources(crawl, known, missing),
    ...furtherKeywords(crawl, known, accepted),
    ...balance(crawl),
  ];
  return weighed
    .map((each) => ({ ...each, gain: Math.min(missing, each.gain) }))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, MOST)
    .map(({ gain: _, ...advice }) => advice);
}

type Count = (...of: Outcome[]) => number;

function retries(count: Count, yieldRate: number): Weighed[] {
  // Object.entries of a record keyed by Outcome loses the key's type.
  return (Object.entries(PASSING) as [Outcome, string][]).flatMap(([outcome, what]) => {
    const lost = count(outcome);
    if (lost === 0) return [];
    const text = `${lost.toLocaleString("en")} ${lost === 1 ? "picture" : "pictures"} ${what}: try ${lost === 1 ? "it" : "them"} again.`;
    return [{ kind: "retry", text, outcomes: [outcome], gain: lost * yieldRate }];
  });
}

function looserFilters(
  filters: CrawlFilters,
  count: Count,
  yieldRate: number,
  decided: number,
): Weighed[] {
  const enough = Math.min(MANY.count, MANY.share * decided);
  const filtered = count("filtered", "too-small");
  const poor = count("quality");
  // Object.keys of a strict object are its names.
  const set = (Object.keys(filters) as (keyof CrawlFilters)[]).filter(
    // Safe search is the source's to keep: nothing of ours is lost to it.
    (name) => filters[name] !== undefined && name !== "safeSearch",
  );
  const names = [...new Set(set.map((name) => FILTER_NAMES[name]))].join(", ");
  const advice: Weighed[] = [];
  if (filtered > 0 && filtered >= enough)
    advice.push({
      kind: "loosen-filter",
      text: `${filtered.toLocaleString("en")} pictures were too small or outside the filters${names ? ` (${names})` : ""}: loosen them.`,
      outcomes: ["filtered", "too-small"],
      gain: filtered * yieldRate,
    });
  if (poor > 0 && poor >= enough)
    advice.push({
      kind: "loosen-filter",
      text: `${poor.toLocaleString("en")} pictures failed a quality check: less strict checks keep more of them.`,
      outcomes: ["quality"],
      gain: poor * yieldRate * 0.5,
    });
  return advice;
}

const isSearchable = ({ capabilities }: SourceInfo) => capabilities.takes === "keyword";
const named = (sources: readonly SourceInfo[]) => {
  const names = sources.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = sources.length - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};
/** What was asked and answers to keywords; own material cannot be searched for more. */
const asked = (crawl: ShortCrawl, known: readonly SourceInfo[]) =>
  known.filter((source) => crawl.sources.some((kind) => kind === source.kind));
// The stock services are the only kinds that are not SourceKind, and they are never available nor take a key.
const kindsOf = (sources: readonly SourceInfo[]) => sources.map(({ kind }) => kind as SourceKind);

function furtherSources(
  crawl: ShortCrawl,
  known: readonly SourceInfo[],
  missing: number,
  accepted: number,
): Weighed[] {
  const used = asked(crawl, known);
  if (!used.some(isSearchable)) return [];
  const others = known.filter((source) => isSearchable(source) && !used.includes(source));
  const open = others.filter(({ isDefault, isAvailable }) => isDefault && isAvailable);
  const locked = others.filter(({ key, capabilities }) => {
    const isPossible = capabilities.machineLearningUse !== "forbidden" && !capabilities.isScraping;
    return isPossible && key?.isRequired && key.from === null;
  });
  const perSource = Math.max(1, accepted / crawl.sources.length);
  const advice: Weighed[] = [];
  if (open.length > 0)
    advice.push({
      kind: "add-source",
      text: `Not asked yet, and open to everybody: ${named(open)}.`,
      sources: kindsOf(open),
      gain: Math.max(missing / 2, perSource * open.length),
    });
  if (locked.length > 0)
    advice.push({
      kind: "give-key",
      text: `With a key one could also ask ${named(locked)}.`,
      sources: kindsOf(locked),
      gain: missing * 0.1,
    });
  return advice;
}

/** Sources that were asked and could not give what they have: no key, no quota left, down. */
function downSources(crawl: ShortCrawl, known: readonly SourceInfo[], missing: number): Weighed[] {
  const each = asked(crawl, known).flatMap((source): Weighed[] => {
    const lanes = crawl.lanes.filter((lane) => lane.source === source.kind);
    const failed = lanes.filter(({ status }) => status === "failed");
    if (failed.length === 0) return [];
    const { name, key, unavailableReason, health } = source;
    const sources = kindsOf([source]);
    const gain = (missing * failed.length) / (2 * crawl.lanes.length);
    const isKeyless = key?.isRequired && key.from === null;
    if (isKeyless || health.lastErrorClass === "key-refused")
      return [
        { kind: "give-key", text: `${name} needs a key that it accepts.`, sources, gain: gain * 2 },
      ];
    const reason = unavailableReason ?? failed[0]?.error ?? "It could not be read.";
    const whole = reason.startsWith(name) ? reason : `${name} did not give all it has. ${reason}`;
    return [{ kind: "wait", text: whole.replace(/[^.]$/, "$&."), sources, gain }];
  });
  const down = each.filter(({ kind }) => kind === "wait");
  if (down.length === 0) return each;
  const more = down.length > MOST_NAMED ? ` So it is with ${down.length - MOST_NAMED} more.` : "";
  const reasons = down.slice(0, MOST_NAMED).map(({ text }) => text);
  const wait: Weighed = {
    kind: "wait",
    text: `${reasons.join(" ")}${more} Run the failed searches again later.`,
    sources: down.flatMap(({ sources = [] }) => sources),
    gain: down.reduce((sum, { gain }) => sum + gain, 0),
  };
  return [...each.filter(({ kind }) => kind !== "wait"), wait];
}

function furtherKeywords(
  crawl: ShortCrawl,
  known: readonly SourceInfo[],
  accepted: number,
): Weighed[] {
  const isExpanded = crawl.lanes.some(({ expansionOf }) => expansionOf !== null);
  if (isExpanded || !asked(crawl, known).some(isSearchable)) return [];
  const text = "Search for other words too: synonyms, kinds and spellings of the keywords.";
  return [{ kind: "expand", text, gain: Math.max(1, accepted / 2) }];
}

function balance({ maxImages, lanes }: ShortCrawl): Weighed[] {
  const behind = labelsBehind(labelStandings(maxImages, lanes));
  if (behind.length === 0) return [];
  const names = behind
    .slice(0, MOST_NAMED)
    .map(({ label, accepted }) => `“${label}” (${accepted})`);
  const text = `Give labels that fell behind more keywords: ${names.join(", ")}.`;
  const gap = behind.reduce((sum, { goal, accepted }) => sum + goal - accepted, 0);
  return [{ kind: "balance", text, gain: gap / 4 }];
}
