import { test as base, expect, type Page } from "@playwright/test";

interface Options {
  /** What the console may say in these tests, such as the browser's own line about a 404 that is asked for. */
  expectedComplaints: RegExp[];
}

/**
 * Playwright's test, failing when a page wrote an error to the console, broke the content security policy
 * or threw; watched in every page of the test's own context.
 */
export const test = base.extend<Options & { complaints: string[] }>({
  expectedComplaints: [[], { option: true }],
  complaints: [
    async ({ context, expectedComplaints }, use) => {
      const complaints: string[] = [];
      const note = (text: string, page: Page | null, address = "") => {
        if (!expectedComplaints.some((expected) => expected.test(text)))
          complaints.push(`${page?.url()}: ${text} ${address}`);
      };
      context.on("console", (message) => {
        if (message.type() === "error")
          note(message.text(), message.page(), message.location().url);
      });
      context.on("weberror", (error) => note(String(error.error()), error.page()));
      await use(complaints);
      expect(complaints, "errors in the console").toEqual([]);
    },
    { auto: true },
  ],
});
