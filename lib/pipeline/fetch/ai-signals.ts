import type { Signal } from "@/lib/domain/image";
import { OPT_OUT_DIRECTIVES, PRODUCT_TOKEN } from "@/lib/domain/opt-out";

/** Answer headers as undici gives them: names in lower case, a list where a header came more than once. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

const MAX_VALUE_LENGTH = 500;
/** A server may repeat headers at will; what is kept with each picture is bounded, opt-outs first. */
const MAX_SIGNALS = 16;
/** Directives that carry a value after a colon, which must not be taken for the name of a crawler. */
const VALUED_DIRECTIVE = /^(?:unavailable_after|max-(?:snippet|image-preview|video-preview))$/i;
/** The name of a crawler before a colon, with or without its version. */
const NAMED = /^\s*([a-z_*][\w*.-]*)(?:\/[\w.]+)?\s*:(.*)$/i;
/** Preference categories for training: AIPREF's, the narrower one of its early drafts, and Content-Signal's. */
const TRAINING_CATEGORIES: readonly string[] = ["train-ai", "train-genai", "ai-train"];

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

/** A signal in words, as it is told where it refused. */
export const wordingOf = ({ signal, value }: Signal): string => `${signal}: ${value}`;

/** One header line. A crawler's name before a colon holds for what follows it, until the next name. */
function xRobotsTag(line: string): Signal[] {
  let isForUs = true;
  const optOuts: Signal[] = [];
  const ours: string[] = [];
  for (const part of line.split(",")) {
    const [, name, rest = ""] = NAMED.exec(part) ?? [];
    const isValued = name !== undefined && VALUED_DIRECTIVE.test(name);
    const isNamed = name !== undefined && !isValued;
    if (isNamed) isForUs = name === "*" || name.toLowerCase() === PRODUCT_TOKEN.toLowerCase();
    if (!isForUs) continue;
    ours.push(part.trim());
    const words = isValued ? [] : (isNamed ? rest : part).toLowerCase().split(/[\s;]+/);
    if (words.some((word) => OPT_OUT_DIRECTIVES.includes(word)))
      optOuts.push(toSignal("x-robots-tag", part, false));
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
