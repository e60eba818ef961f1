import { z } from "zod";
import { Time } from "./page";

/** Where pictures come from. */
export const SOURCES = [
  "openverse",
  "wikimedia-commons",
  "inaturalist",
  "gbif",
  "met-museum",
  "art-institute-chicago",
  "nasa",
  "library-of-congress",
  "smithsonian",
  "europeana",
  "flickr",
  "brave",
  "serpapi",
  "google-custom-search",
  "bing",
  "duckduckgo",
  "baidu",
  "url-list",
  "web-page",
  "site",
  "upload",
  "s3-prefix",
  "sample",
] as const;
export const SourceKind = z.enum(SOURCES);
export type SourceKind = z.infer<typeof SourceKind>;

/** Listed with the reason why they cannot be used: their terms forbid datasets. */
export const STOCK_SERVICES = ["unsplash", "pexels", "pixabay"] as const;
export type StockService = (typeof STOCK_SERVICES)[number];
export const ListedSource = z.enum([...SOURCES, ...STOCK_SERVICES]);
export type ListedSource = z.infer<typeof ListedSource>;
export const isStockService = (kind: string): kind is StockService =>
  (STOCK_SERVICES as readonly string[]).includes(kind);

/**
 * open: openly licensed, no key. keyed: needs a key. web-engine: reads result pages of a search engine.
 * own: what a person brings. built-in: works offline. stock: listed, never used.
 */
export const SOURCE_GROUPS = ["open", "keyed", "web-engine", "own", "built-in", "stock"] as const;
export const SourceGroup = z.enum(SOURCE_GROUPS);
export type SourceGroup = z.infer<typeof SourceGroup>;

/** Filters that a service can apply itself; the others are applied here, before or after the download. */
export const PUSHED_FILTERS = [
  "size",
  "aspect",
  "licences",
  "formats",
  "safeSearch",
  "colour",
  "orientation",
  "date",
] as const;

/** What a person should know before pressing Search, and what the scheduler needs to be polite. */
export const Capabilities = z.object({
  group: SourceGroup,
  needsKey: z.boolean(),
  /** keyword: searched for. addresses, list, files, prefix: brought by the person. */
  takes: z.enum(["keyword", "addresses", "list", "files", "prefix"]),
  /** Reads pages that are made for people: opt-in, and refused by some of them. */
  isScraping: z.boolean(),
  pageSize: z.int(),
  maxPerQuery: z.int().nullable(),
  requestsPerMinute: z.int().nullable(),
  requestsPerDay: z.int().nullable(),
  /** Whether pictures come with their licence: each, some, or none at all. */
  licenceData: z.enum(["full", "partial", "none"]),
  machineLearningUse: z.enum(["allowed", "attribution", "restricted", "forbidden"]),
  pushes: z.array(z.enum(PUSHED_FILTERS)),
  sunsetDate: z.iso.date().nullable(),
});
export type Capabilities = z.infer<typeof Capabilities>;

/** How a source failed: decides whether it is tried again, and what the person can do. */
export const SOURCE_ERROR_CLASSES = [
  "unreachable",
  "server-error",
  "rate-limited",
  "quota",
  "blocked",
  "key-missing",
  "key-refused",
  "refused",
  "changed-shape",
] as const;
export const SourceErrorClass = z.enum(SOURCE_ERROR_CLASSES);
export type SourceErrorClass = z.infer<typeof SourceErrorClass>;

/** A part of a source's key, and the setting that gives it for everybody; null is never shared between people. */
export interface KeyField {
  readonly name: string;
  readonly label: string;
  readonly setting: string | null;
}
/** Sources that take a key. For openverse and s3-prefix it is optional. */
export const KEY_FIELDS: Partial<Record<SourceKind, readonly KeyField[]>> = {
  openverse: [
    { name: "clientId", label: "Client id", setting: "OPENVERSE_CLIENT_ID" },
    { name: "clientSecret", label: "Client secret", setting: "OPENVERSE_CLIENT_SECRET" },
  ],
  smithsonian: [{ name: "apiKey", label: "API key", setting: "SMITHSONIAN_API_KEY" }],
  europeana: [{ name: "apiKey", label: "API key", setting: "EUROPEANA_API_KEY" }],
  flickr: [{ name: "apiKey", label: "API key", setting: "FLICKR_API_KEY" }],
  brave: [{ name: "apiKey", label: "API key", setting: "BRAVE_API_KEY" }],
  serpapi: [{ name: "apiKey", label: "API key", setting: "SERPAPI_API_KEY" }],
  "google-custom-search": [
    { name: "apiKey", label: "API key", setting: "GOOGLE_CSE_KEY" },
    { name: "cx", label: "Search engine id (cx)", setting: "GOOGLE_CSE_CX" },
  ],
  "s3-prefix": [
    { name: "accessKeyId", label: "Access key id", setting: null },
    { name: "secretAccessKey", label: "Secret access key", setting: null },
  ],
};
/** What a service allows who has a key, where it allows others less. */
export const KEYED_QUOTAS: Partial<
  Record<SourceKind, Pick<Capabilities, "requestsPerMinute" | "requestsPerDay">>
> = { openverse: { requestsPerMinute: 100, requestsPerDay: 10_000 } };
/** Field name → value, as a source is handed it: in headers and addresses, so of plain characters. */
export const SourceKey = z.record(
  z.string().max(100),
  z
    .string()
    .trim()
    .max(500)
    .regex(/^[\x20-\x7e]+$/, "A key has characters of ASCII only."),
);
export type SourceKey = z.infer<typeof SourceKey>;

export const SourceInfo = z
  .object({
    kind: ListedSource,
    name: z.string(),
    description: z.string(),
    terms: z.string(),
    termsUrl: z.string().nullable(),
    homepage: z.string().nullable(),
    isAvailable: z.boolean(),
    unavailableReason: z.string().nullable().meta({
      description: "Why it cannot be chosen now: no key, its quota, its breaker, its terms.",
    }),
    isDefault: z
      .boolean()
      .meta({ description: "Chosen on the new-crawl page until a person chooses otherwise." }),
    capabilities: Capabilities,
    key: z
      .object({
        fields: z.array(z.object({ name: z.string(), label: z.string() })),
        isRequired: z.boolean(),
        from: z.enum(["own", "server"]).nullable().meta({
          description: "Whose key is used: the person's own, the server's, or none.",
        }),
        hint: z.string().nullable().meta({ description: "The end of the person's own key." }),
        signUpUrl: z.string().nullable(),
      })
      .nullable(),
    quota: z.object({
      leftThisMinute: z.int().nullable(),
      leftToday: z.int().nullable(),
    }),
    health: z.object({
      lastSuccessAt: Time.nullable(),
      lastErrorAt: Time.nullable(),
      lastError: z.string().nullable(),
      lastErrorClass: SourceErrorClass.nullable(),
      breaker: z.enum(["closed", "half-open", "open"]),
    }),
  })
  .meta({ id: "Source" });
export type SourceInfo = z.infer<typeof SourceInfo>;

/** A picture that a source would bring, shown before anything is collected. */
export const PreviewItem = z
  .object({
    url: z.string(),
    /** Path of a small copy, fetched through the application; null where the picture may not be shown. */
    thumbnail: z.string().nullable(),
    pageUrl: z.string().nullable(),
    title: z.string().nullable(),
    creator: z.string().nullable(),
    licence: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    filtered: z.string().nullable().meta({ description: "Why the filters would leave it out." }),
  })
  .meta({ id: "PreviewItem" });
export type PreviewItem = z.infer<typeof PreviewItem>;
