import { z } from "zod";
import { processGlobal } from "./process-global";

const optional = z
  .string()
  .trim()
  .optional()
  .transform((value) => value || undefined);
const url = z
  .union([z.literal(""), z.url({ protocol: /^https?$/ })])
  .optional()
  .transform((value) => value?.replace(/\/+$/, "") || undefined);
const integer = (min: number, max: number, fallback: number) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(min).max(max).default(fallback),
  );
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .default("{}")
    .transform((text, context) => {
      try {
        return JSON.parse(text || "{}") as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "is not valid JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);
const list = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((part) => part.trim() || []));

/** Every setting of the product, in the order of `.env.example`. None is needed to start. */
const Env = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  APP_URL: url,
  PORT: integer(0, 65_535, 3000),
  HOST: optional,
  /** Set by the start script: Next.js leaves the signals to us. */
  NEXT_MANUAL_SIG_HANDLE: optional,
  DATA_DIR: z
    .string()
    .default(".data")
    .transform((dir) => dir || ".data"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),

  DATABASE_URL: optional,
  DATABASE_POOL_SIZE: integer(2, 200, 12),

  SUPABASE_URL: url,
  SUPABASE_ANON_KEY: optional,
  SUPABASE_SERVICE_ROLE_KEY: optional,

  STORAGE_PROVIDER: z.enum(["local"]).default("local"),
  STORAGE_LOCAL_DIR: optional,

  SOURCE_BASE_URLS: json(z.record(z.string(), z.url({ protocol: /^https?$/ }))),

  OPENVERSE_CLIENT_ID: optional,
  OPENVERSE_CLIENT_SECRET: optional,
  SMITHSONIAN_API_KEY: optional,
  EUROPEANA_API_KEY: optional,
  FLICKR_API_KEY: optional,
  BRAVE_API_KEY: optional,
  SERPAPI_API_KEY: optional,
  GOOGLE_CSE_KEY: optional,
  GOOGLE_CSE_CX: optional,
  SECRETS_KEY: optional.refine((key) => !key || key.length >= 32, "needs 32 characters at least"),

  LLM_BASE_URL: url,
  LLM_API_KEY: optional,
  LLM_MODEL: optional,
  LLM_REQUESTS_PER_DAY: integer(1, 100_000, 500),

  CHROMIUM_PATH: optional,

  CRAWL_ALLOWED_PRIVATE_HOSTS: list,
  CRAWL_PER_HOST_CONCURRENCY: integer(1, 32, 4),
  CRAWL_CONCURRENCY: integer(1, 256, 32),
  CRAWL_USER_AGENT_CONTACT: optional,
  CRAWL_DECODERS: integer(0, 64, 0),

  RUN_QUEUES: z.enum(["in-process", "none"]).default("in-process"),
});
export type Env = z.output<typeof Env>;
export const SETTINGS = Object.keys(Env.shape);

/** The settings, read once. Throws one error that lists every problem. */
export const env = (): Env =>
  processGlobal("env", () => {
    const parsed = Env.safeParse(process.env);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(
      (issue) => `  ${issue.path.join(".")}: ${issue.message}`,
    );
    throw new Error(`These settings are not valid:\n${problems.join("\n")}`);
  });

/** Replaces the host part of a source's API, without a trailing slash; null for the public service. */
export const sourceBaseUrl = (kind: string): string | null =>
  env().SOURCE_BASE_URLS[kind]?.replace(/\/+$/, "") ?? null;

/** Where people reach the application, without a trailing slash. */
export const appUrl = (): string => env().APP_URL ?? `http://localhost:${env().PORT}`;
