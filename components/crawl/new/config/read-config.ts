import type { z } from "zod";
import { createJob } from "@/lib/contract/jobs";
import type { SourceInfo, SourceKind } from "@/lib/domain/source";
import { UpstreamJob } from "@/lib/domain/upstream-config";
import { type Draft, isSourceKind, usableKinds } from "../draft";
import { USUAL_DRY_SEARCH } from "../expansion/strategies";
import { fromLabelled, MAX_KEYWORDS, mergeKeywords } from "../keywords";
import { isOwnSource } from "../own/own-material";

/** What a configuration file changes in the form, with what could not be taken over; or what is wrong with it. */
export type ReadConfig =
  | { isRead: true; change: Partial<Draft>; notes: string[] }
  | { isRead: false; problems: string[] };

const MAX_PROBLEMS = 5;
const wrong = (...problems: string[]): ReadConfig => ({ isRead: false, problems });
const wordsOf = ({ issues }: z.ZodError): string[] =>
  issues
    .slice(0, MAX_PROBLEMS)
    .map(({ path, message }) => `${path.join(".") || "The file"}: ${plainWords(message)}.`);

const KINDS: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  array: "a list",
  object: "an object",
  record: "an object",
  boolean: "true or false",
};
/** The schema's own messages are for programmers. */
function plainWords(message: string): string {
  const [, expected = ""] = /^Invalid input: expected (\w+)/.exec(message) ?? [];
  if (KINDS[expected]) return `has to be ${KINDS[expected]}`;
  if (/^Too small: .*>=1 /.test(message)) return "must not be empty";
  return message.replace(/\.$/, "");
}
const recordOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;

/** Reads PixCrawler's configuration file of old, or the body of POST /jobs; both are JSON. */
export function readConfig(text: string, sources: readonly SourceInfo[]): ReadConfig {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return wrong(`This is not JSON: ${error instanceof Error ? error.message : "it breaks off"}.`);
  }
  const mapped = UpstreamJob.safeParse(raw);
  if (!mapped.success) return wrong(...wordsOf(mapped.error));
  const body = recordOf(mapped.data);
  if (!body || !("keywords" in body)) {
    return wrong("The file needs dataset_name, and categories with a list of keywords each.");
  }
  const chosen = chooseSources(body.sources, sources);
  if (Array.isArray(body.keywords) && body.keywords.length > MAX_KEYWORDS) {
    return wrong(`A crawl takes ${MAX_KEYWORDS} keywords; this file has ${body.keywords.length}.`);
  }
  // Sources are told one by one, and a missing name is no mistake: the form has a name of its own.
  const parsed = createJob.input.safeParse({
    ...body,
    name: body.name ?? "-",
    sources: chosen.kinds.length > 0 ? chosen.kinds : ["sample"],
  });
  if (!parsed.success) {
    return wrong(...wordsOf(parsed.error));
  }
  const { keywords, maxImages, expandKeywords, filters, validationLevel } = parsed.data;
  const change: Partial<Draft> = {
    keywords: mergeKeywords(
      [],
      keywords.map((given) =>
        typeof given === "string" ? { keyword: given, label: null } : fromLabelled(given),
      ),
    ),
    expandKeywords: expandKeywords === true ? USUAL_DRY_SEARCH : expandKeywords || null,
    ...(typeof body.name === "string" && { name: parsed.data.name, datasetName: parsed.data.name }),
    ...("maxImages" in body && { maxImages }),
    ...(chosen.kinds.length > 0 && { sources: chosen.kinds }),
    ...(filters && { filters }),
    ...(validationLevel && { validationLevel }),
  };
  return { isRead: true, change, notes: chosen.notes };
}

/** Of the named sources those that can be chosen here, and why the others cannot. */
function chooseSources(
  named: unknown,
  sources: readonly SourceInfo[],
): { kinds: SourceKind[]; notes: string[] } {
  const names = Array.isArray(named) ? [...new Set(named.map(String))] : [];
  const usable = new Set(usableKinds(sources));
  const kinds = names.filter(isSourceKind).filter((kind) => usable.has(kind) && !isOwnSource(kind));
  const missing = names.filter((name) => !kinds.some((kind) => kind === name));
  const notes = missing.map((name) => {
    const source = sources.find(({ kind }) => kind === name);
    if (!source) return `There is no source called “${name}”.`;
    return source.unavailableReason ?? `${source.name} needs more than keywords.`;
  });
  return { kinds, notes };
}
