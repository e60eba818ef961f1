import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Axe finds nothing on the page as it is; `name` says which it is. */
export async function expectAccessible(page: Page, name: string, rules?: string[]): Promise<void> {
  // What fades in or out has hardly any contrast on the way.
  await page.emulateMedia({ reducedMotion: "reduce" });
  // Without frames on the page there is nothing to put together in a second one.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
  expect(found, name).toEqual([]);
}
