import { defineConfig, devices } from "@playwright/test";
import { browserLaunchOptions } from "./tests/helpers/browser";

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.spec.ts",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // Processors may be slow and busy; what passes ends early.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  webServer: {
    command: "node --import tsx tests/helpers/e2e-server.ts",
    wait: { stdout: /ready on (?<e2e_url>http:[^\s,]+), its sources on (?<e2e_site>http:\S+)/ },
    stdout: "pipe",
    timeout: 420_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
  },
  projects: [
    {
      name: "desktop",
      use: {
        ...devices["Desktop Chrome"],
        viewport: { width: 1280, height: 800 },
        actionTimeout: 60_000,
        baseURL: process.env.E2E_URL ?? "",
        video: "off",
        trace: "off",
        launchOptions: await browserLaunchOptions(),
      },
    },
  ],
});
