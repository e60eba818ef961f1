import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  // The auth schema belongs to Supabase (or to drizzle/0000_bootstrap.sql), so it is not generated.
  schema: [
    "./lib/db/schema/accounts.ts",
    "./lib/db/schema/collections.ts",
    "./lib/db/schema/crawl.ts",
    "./lib/db/schema/images.ts",
    "./lib/db/schema/curation.ts",
    "./lib/db/schema/exports.ts",
    "./lib/db/schema/platform.ts",
  ],
  schemaFilter: ["public"],
  out: "./drizzle",
  casing: "snake_case",
  entities: { roles: { provider: "supabase" } },
  dbCredentials: { url: process.env.DATABASE_URL ?? "" },
});
