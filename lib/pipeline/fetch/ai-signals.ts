import type { Signal } from "@/lib/domain/image";
import { PRODUCT_TOKEN } from "./user-agent";

/** Answer headers as undici gives them: names in lower case, a list where a header came more than once. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

const MAX_VALUE_LENGTH = 500;
/** A server may repeat headers at will; what is kept with each picture is bounded, opt-outs first. */
const MAX_SIGNALS = 16;
/** X-Robots-Tag directives that end our use: the AI ones by name, the indexing ones because a dataset is an index. */
const OPT_OUT_DIRECTIVES: readonly string[] = [
  "noai",
  "noimageai",
  "noml",
  "noindex",
  "noimageindex",
  "none",
];
/** Directives that carry a value after a colon, which must not be taken for the name of a crawler. */
const VALUED_DIRECTIVE = /^(?:unavailable_after|max-(?:snippet|image-preview|video-preview))$/i;
/** Preference categories for training, in the words of AIPREF (`train-ai`) and of Content-Signal (`ai-train`). */
const TRAINING_CATEGORIES: readonly string[] = ["train-ai", "ai-train"];

const linesOf = (headers: ResponseHeaders, name: string): string[] =>
  [headers[name] ?? []].flat().filter((line) => line.trim() !== "");

const toSignal = (signal: Signal["signal"], value: string, allows: boolean): Signal => ({
  signal,
  value: value.trim().slice(0, MAX_VALUE_LENGTH),
  allows,
});

/** Every wish about machine learning that the headers of an answer state; an opt-out is a signal that does not allow. */
export function aiSignals(headers: ResponseHeaders): Signal[] {
  const signals = [
    ...linesOf(headers, "x-robots-tag").flatMap(xRobotsTag),
    ...linesOf(headers, "tdm-reservation").map((line) =>
      toSignal("tdm-reservation", line, line.trim() !== "1"),
    ),
    ...linesOf(headers, "content-usage").flatMap((line) => preferences("content-usage", line)),
    ...linesOf(headers, "content-signal").flatMap((line) => preferences("content-signal", line)),
  ];
  const unique = new Map(signals.map((one) => [`${one.signal} ${one.value}`, one] as const));
  return [...unique.values()]
    .sort((a, b) => Number(a.allows) - Number(b.allows))
    .slice(0, MAX_SIGNALS);
}

/** The wish that forbids, if one does. */
export const optOutOf = (signals: readonly Signal[]): Signal | undefined =>
  signals.find(({ signal, allows }) => !allows && signal !== "robots-txt");

/** One header line. A crawler's name before a colon holds for what follows it, until the next name. */
function xRobotsTag(line: string): Signal[] {
  let isForUs = true;
  const optOuts: Signal[] = [];
  const ours: string[] = [];
  for (const part of line.split(",")) {
    const [, name, rest] = /^\s*([\w*-]+)\s*:(.*)$/.exec(part) ?? [];
    const isNamed = name !== undefined && !VALUED_DIRECTIVE.test(name);
    if (isNamed) isForUs = name === "*" || name.toLowerCase() === PRODUCT_TOKEN.toLowerCase();
    if (!isForUs) continue;
    ours.push(part.trim());
    const directive = (isNamed ? (rest ?? "") : part).trim().toLowerCase();
    if (OPT_OUT_DIRECTIVES.includes(directive)) optOuts.push(toSignal("x-robots-tag", part, false));
  }
  if (optOuts.length > 0 || ours.length === 0) return optOuts;
  return [toSignal("x-robots-tag", ours.join(", "), true)];
}

/**
 * A list of preferences (`train-ai=n, search=y` or `search=yes, ai-train=no`) as one signal. It is an opt-out when
 * training is refused; `value` is then the preference that refuses, else the whole list.
 */
export function preferences(signal: "content-usage" | "content-signal", list: string): Signal[] {
  const refusal = list.split(",").find((part) => {
    const [category, answer] = (part.split(";")[0] ?? "").toLowerCase().split("=");
    return (
      TRAINING_CATEGORIES.includes(category?.trim() ?? "") &&
      /^(?:n|no|\?0)$/.test(answer?.trim().replaceAll('"', "") ?? "")
    );
  });
  if (refusal !== undefined) return [toSignal(signal, refusal, false)];
  return list.trim() ? [toSignal(signal, list, true)] : [];
}
