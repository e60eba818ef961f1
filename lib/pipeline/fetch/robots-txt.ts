import type { Signal } from "@/lib/domain/image";
import { preferences } from "./ai-signals";

/** A line of robots.txt that speaks about paths. */
interface Rule {
  readonly name: "Allow" | "Disallow" | "Content-Usage" | "Content-Signal";
  /** As the publisher wrote it. */
  readonly path: string;
  /** Literal parts between wildcards, percent-encoding normalised; the first is where a path begins. */
  readonly parts: readonly string[];
  readonly isAnchored: boolean;
  /** Octets of the pattern, wildcards included. */
  readonly length: number;
  /** Content-* only: the preferences behind the path. */
  readonly preference: string;
}

/** The part of a robots.txt that is meant for us. */
export interface RobotsTxt {
  readonly rules: readonly Rule[];
  readonly crawlDelayMs: number;
}

export interface PathVerdict {
  readonly isAllowed: boolean;
  readonly signals: readonly Signal[];
}

const MAX_CRAWL_DELAY_MS = 60_000;
const RULE_NAMES = {
  allow: "Allow",
  disallow: "Disallow",
  "content-usage": "Content-Usage",
  "content-signal": "Content-Signal",
} as const;
const isRuleName = (name: string): name is keyof typeof RULE_NAMES =>
  Object.hasOwn(RULE_NAMES, name);

/**
 * Reads a robots.txt (RFC 9309) for the crawler `token`: all groups that name it, else all for `*`. Lines that are
 * not part of the standard hold for the group they stand in, or for everybody before the first.
 */
export function parseRobotsTxt(text: string, token: string): RobotsTxt {
  const groups = { ours: emptyGroup(), everybody: emptyGroup() };
  let hasOurs = false;
  let isForUs = true;
  let isForEverybody = true;
  let isInGroup = false;
  let isInNames = false;

  for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)) {
    const [, rawName = "", rawValue = ""] = /^\s*([\w-]+)\s*:([^#]*)/.exec(line) ?? [];
    const name = rawName.toLowerCase();
    const value = rawValue.trim();
    if (name === "user-agent") {
      if (!isInNames) isForUs = isForEverybody = false;
      isInGroup = isInNames = true;
      if (/^\*(?:\s|$)/.test(value)) isForEverybody = true;
      const product = /^[a-z_-]+/i.exec(value)?.[0];
      if (product?.toLowerCase() === token.toLowerCase()) isForUs = hasOurs = true;
      continue;
    }
    if (name === "allow" || name === "disallow") {
      if (!isInGroup) continue;
      isInNames = false;
    }
    if (isForUs) addLine(groups.ours, name, value);
    if (isForEverybody) addLine(groups.everybody, name, value);
  }
  return hasOurs ? groups.ours : groups.everybody;
}

const emptyGroup = () => ({ rules: [] as Rule[], crawlDelayMs: 0 });

function addLine(group: ReturnType<typeof emptyGroup>, name: string, value: string): void {
  if (name === "crawl-delay") {
    const delayMs = Math.min(Number(value) * 1_000, MAX_CRAWL_DELAY_MS);
    if (delayMs > group.crawlDelayMs) group.crawlDelayMs = delayMs;
    return;
  }
  if (!isRuleName(name) || value === "") return;
  if (name === "allow" || name === "disallow") {
    group.rules.push(toRule(RULE_NAMES[name], value, ""));
    return;
  }
  const [, path = "/", preference = ""] = /^(\/\S*)?\s*(.*)$/s.exec(value) ?? [];
  group.rules.push(toRule(RULE_NAMES[name], path, preference));
}

function toRule(name: Rule["name"], path: string, preference: string): Rule {
  const isAnchored = path.endsWith("$");
  const pattern = isAnchored ? path.slice(0, -1) : path;
  const parts = pattern.split("*").map(normalisePath);
  const length = parts.join("*").length + (isAnchored ? 1 : 0);
  return { name, path, parts, isAnchored, length, preference };
}

/**
 * Percent-encoding made comparable (RFC 9309 §2.2.2): unreserved characters plain, everything else outside the
 * URL alphabet encoded in capitals. `*` and `$` are encoded, since plain ones in a rule are wildcards.
 */
function normalisePath(path: string): string {
  return path
    .replace(/[^\x21-\x7e]+|[*$]/g, (text) =>
      [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    )
    .replace(/%[0-9a-f]{2}/gi, (encoded) => {
      const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : encoded.toUpperCase();
    });
}

/** Greedy search part by part: linear in practice and without the backtracking a regular expression could be lured into. */
function isMatch({ parts, isAnchored }: Rule, path: string): boolean {
  const [first = "", ...others] = parts;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = isAnchored ? others.pop() : undefined;
  for (const part of others) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  if (!isAnchored) return true;
  if (last === undefined) return at === path.length;
  return path.length - last.length >= at && path.endsWith(last);
}

/** The rules of the longest match: they decide (RFC 9309 §2.2.2). */
function decidingRules(rules: readonly Rule[], names: readonly Rule["name"][], path: string) {
  let best: Rule[] = [];
  for (const rule of rules) {
    const [leader] = best;
    if (leader && rule.length < leader.length) continue;
    if (!names.includes(rule.name) || !isMatch(rule, path)) continue;
    if (leader?.length === rule.length) best.push(rule);
    else best = [rule];
  }
  return best;
}

/** What a robots.txt says about one address: may it be fetched, and may it be learned from. */
export function judgePath({ rules }: RobotsTxt, url: URL): PathVerdict {
  if (url.pathname === "/robots.txt") return { isAllowed: true, signals: [] };
  const path = normalisePath(url.pathname + url.search);
  const access = decidingRules(rules, ["Allow", "Disallow"], path);
  const rule = access.find(({ name }) => name === "Allow") ?? access[0];
  const isAllowed = rule?.name !== "Disallow";
  const value = rule ? `${rule.name}: ${rule.path}`.slice(0, 500) : "no rule applies";
  const wishes = (name: Rule["name"]) =>
    decidingRules(rules, [name], path)
      .map(({ preference }) => preference)
      .join(", ");
  return {
    isAllowed,
    signals: [
      { signal: "robots-txt", value, allows: isAllowed },
      ...preferences("content-usage", wishes("Content-Usage")),
      ...preferences("content-signal", wishes("Content-Signal")),
    ],
  };
}
