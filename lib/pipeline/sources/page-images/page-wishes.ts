import { OPT_OUT_DIRECTIVES, PRODUCT_TOKEN } from "@/lib/domain/opt-out";

/** What a page asks of crawlers in its <meta> elements. */
export interface PageWishes {
  /** The wish that forbids us to take its pictures: `meta robots: noai`. */
  readonly optOut: string | null;
  readonly isNofollow: boolean;
}

/** One <meta name content>: a wish, or nothing. */
export function wishOf(name: string, content: string): Partial<PageWishes> {
  const key = name.trim().toLowerCase();
  if (key === "tdm-reservation")
    return content.trim() === "1" ? { optOut: "meta tdm-reservation: 1" } : {};
  if (key !== "robots" && key !== PRODUCT_TOKEN.toLowerCase()) return {};
  const directives = content.toLowerCase().split(/[\s,;]+/);
  const refusal = directives.find((directive) => OPT_OUT_DIRECTIVES.includes(directive));
  const isNofollow = directives.some((one) => one === "nofollow" || one === "none");
  return {
    ...(refusal && { optOut: `meta ${key}: ${refusal}` }),
    ...(isNofollow && { isNofollow }),
  };
}
