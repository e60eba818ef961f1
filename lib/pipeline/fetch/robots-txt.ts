import type { Signal } from "@/lib/domain/image";
import { preferences } from "./ai-signals";
import { comparablePath, matchesPath, type PathPattern, toPathPattern } from "./path-pattern";

/** A line of robots.txt that speaks about paths. */
interface Rule {
  readonly name: "Allow" | "Disallow" | "Content-Usage" | "Content-Signal";
  /** As the publisher wrote it. */
  readonly path: string;
  readonly pattern: PathPattern;
  /** Content-* only: the preferences behind the path. */
  readonly preference: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The part of a robots.txt that is meant for us. */
export interface RobotsTxt {
  readonly rules: readonly Rule[];
  /** As asked for, however long. */
  readonly crawlDelayMs: number;
}

export interface PathVerdict {
  readonly isAllowed: boolean;
  readonly signals: readonly Signal[];
}

const RULE_NAMES = {
  allow: "Allow",
  disallow: "Disallow",
  "content-usage": "Content-Usage",
  "content-signal": "Content-Signal",
} as const;
const isRuleName = (name: string): name is keyof typeof RULE_NAMES =>
  Object.hasOwn(RULE_NAMES, name);
/** Leaves room for the number of the line within a signal's value. */
const MAX_VALUE_LENGTH = 460;

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

  for (const [index, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
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
    if (isForUs) addLine(groups.ours, name, value, index + 1);
    if (isForEverybody) addLine(groups.everybody, name, value, index + 1);
  }
  return hasOurs ? groups.ours : groups.everybody;
}

const emptyGroup = () => ({ rules: [] as Rule[], crawlDelayMs: 0 });

function addLine(
  group: ReturnType<typeof emptyGroup>,
  name: string,
  value: string,
  line: number,
): void {
  if (name === "crawl-delay") {
    const delayMs = Number(value) * 1_000;
    if (delayMs > group.crawlDelayMs) group.crawlDelayMs = delayMs;
    return;
  }
  if (!isRuleName(name) || value === "") return;
  const isAccess = name === "allow" || name === "disallow";
  const [, path = "/", preference = ""] = isAccess
    ? ["", value]
    : (/^(\/\S*)?\s*(.*)$/s.exec(value) ?? []);
  const pattern = toPathPattern(path);
  group.rules.push({ name: RULE_NAMES[name], path, pattern, preference, line });
}

/** The rules of the longest match: they decide (RFC 9309 §2.2.2). */
function decidingRules(rules: readonly Rule[], names: readonly Rule["name"][], path: string) {
  let best: Rule[] = [];
  for (const rule of rules) {
    const { length } = rule.pattern;
    const longest = best[0]?.pattern.length ?? 0;
    if (length < longest || !names.includes(rule.name)) continue;
    if (!matchesPath(rule.pattern, path)) continue;
    if (length === longest) best.push(rule);
    else best = [rule];
  }
  return best;
}

/** What a robots.txt says about one address: may it be fetched, and may it be learned from. */
export function judgePath({ rules }: RobotsTxt, url: URL): PathVerdict {
  if (url.pathname === "/robots.txt") return { isAllowed: true, signals: [] };
  const path = comparablePath(url);
  const access = decidingRules(rules, ["Allow", "Disallow"], path);
  const rule = access.find(({ name }) => name === "Allow") ?? access[0];
  const isAllowed = rule?.name !== "Disallow";
  const value = rule
    ? `${`${rule.name}: ${rule.path}`.slice(0, MAX_VALUE_LENGTH)} (line ${rule.line})`
    : "no rule applies";
  return {
    isAllowed,
    signals: [
      { signal: "robots-txt", value, allows: isAllowed },
      ...wish("content-usage", decidingRules(rules, ["Content-Usage"], path)),
      ...wish("content-signal", decidingRules(rules, ["Content-Signal"], path)),
    ],
  };
}

/** Of several lines for the same path, the one that refuses; else the first. */
function wish(signal: "content-usage" | "content-signal", rules: readonly Rule[]): Signal[] {
  const stated = rules.flatMap(({ preference, line }) =>
    preferences(signal, preference).map(({ value, allows }) => ({
      signal,
      value: `${value.slice(0, MAX_VALUE_LENGTH)} (robots.txt, line ${line})`,
      allows,
    })),
  );
  const decisive = stated.find(({ allows }) => !allows) ?? stated[0];
  return decisive ? [decisive] : [];
}
