import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** A machine that does more besides stands still for seconds: what arrives ends its wait early anyway. */
const PATIENCE = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
};
const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

export default defineConfig({
  test: {
    // Most tests wait for a database or a process: one more at a time than there are cores.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        resolve: { alias },
        test: { ...PATIENCE, name: "unit", include: ["tests/unit/**/*.test.ts"] },
      },
      {
        resolve: { alias },
        test: {
          ...PATIENCE,
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: "tests/helpers/postgres.ts",
          setupFiles: "tests/helpers/database.ts",
        },
      },
    ],
  },
});
