import { z } from "zod";
import { Label } from "./image";
import { Keyword } from "./keyword";
import { ListedSource } from "./source";

/** PixCrawler's configuration file of old: `max_images` counts for each keyword. */
const UpstreamConfig = z.looseObject({
  dataset_name: z.string().trim().min(1).max(100),
  categories: z.record(Label, z.array(Keyword).min(1)),
  options: z
    .looseObject({
      max_images: z.int().min(1).optional(),
      sources: z.array(z.string()).optional(),
      engines: z.array(z.string()).optional(),
      generate_keywords: z.boolean().optional(),
      disable_keyword_generation: z.boolean().optional(),
      keyword_generation: z.string().optional(),
    })
    .optional(),
});
type UpstreamConfig = z.infer<typeof UpstreamConfig>;

const DEFAULT_SOURCES = ["openverse", "wikimedia-commons"];
const DEFAULT_PER_KEYWORD = 10;
const MAX_IMAGES = 100_000;
const MAX_KEYWORDS = 50;
/** What the old file calls the engines; Google is only to be had with a key. */
const ENGINES: Record<string, string> = {
  google: "serpapi",
  ddg: "duckduckgo",
  ddgs: "duckduckgo",
};

/** Whether a value looks like the old configuration file, so that its mistakes are told as such. */
export const isUpstreamConfig = (raw: unknown): boolean =>
  typeof raw === "object" && raw !== null && "dataset_name" in raw && "categories" in raw;

const kindOf = (name: string) => ENGINES[name] ?? name;

function jobOf({ dataset_name: name, categories, options = {} }: UpstreamConfig) {
  const keywords = Object.entries(categories).flatMap(([label, words]) =>
    words.map((keyword) => ({ keyword, label })),
  );
  const named = (options.sources ?? options.engines ?? []).map(kindOf);
  const isExpanding =
    options.disable_keyword_generation !== true &&
    (options.generate_keywords === true || options.keyword_generation === "enabled");
  return {
    name,
    keywords,
    sources: named.length > 0 ? named : DEFAULT_SOURCES,
    maxImages: Math.min(MAX_IMAGES, (options.max_images ?? DEFAULT_PER_KEYWORD) * keywords.length),
    expandKeywords: isExpanding,
  };
}

/**
 * The input of POST /jobs that an upstream configuration file stands for, its sources by whatever name they have. Anything
 * else comes back as it is, and so does a file that does not parse.
 */
export function fromUpstreamConfig(raw: unknown): unknown {
  if (!isUpstreamConfig(raw)) return raw;
  const parsed = UpstreamConfig.safeParse(raw);
  return parsed.success ? jobOf(parsed.data) : raw;
}

/** What POST /jobs would refuse of a file, said of the names that the file itself has. */
function objectionsTo({ categories, options = {} }: UpstreamConfig) {
  const count = Object.values(categories).flat().length;
  const message = `Give 1 to ${MAX_KEYWORDS} keywords over all categories; these are ${count}.`;
  const field = options.sources ? "sources" : "engines";
  const unknown = (options[field] ?? []).flatMap((name, i) =>
    ListedSource.safeParse(kindOf(name)).success
      ? []
      : [{ path: ["options", field, i], message: `There is no source called “${name}”.` }],
  );
  const isFitting = count > 0 && count <= MAX_KEYWORDS;
  return [...(isFitting ? [] : [{ path: ["categories"], message }]), ...unknown];
}

/** As fromUpstreamConfig, but a file that is no possible job is refused, with issues in the names of that file. */
export const UpstreamJob = z.unknown().transform((raw, context) => {
  if (!isUpstreamConfig(raw)) return raw;
  const parsed = UpstreamConfig.safeParse(raw);
  const issues = parsed.success ? objectionsTo(parsed.data) : parsed.error.issues;
  for (const { path, message } of issues)
    context.addIssue({ code: "custom", path: [...path], message });
  return parsed.success && issues.length === 0 ? jobOf(parsed.data) : z.NEVER;
});
