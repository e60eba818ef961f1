import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";

interface Person {
  readonly email: string;
  readonly password: string;
}

export const newPerson = (): Person => ({
  email: `${randomUUID()}@example.com`,
  password: `horse ${randomUUID()}`,
});

/** Creates an account in the browser; ends on the dashboard. */
export async function signUp(page: Page, person = newPerson()): Promise<Person> {
  await page.goto("/signup");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
  return person;
}

/** Fills in and sends the form of the page that is open. */
export async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs out through the menu at the foot of the rail; ends on the landing page. */
export async function signOut(page: Page, { email }: Person): Promise<void> {
  await page.getByRole("button", { name: email }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/$/);
}

/** Follows the newest link that was mailed to a person, as far as this machine can mail. */
export async function followMailedLink(page: Page, { email }: Person): Promise<void> {
  await page.goto("/outbox");
  const mail = page.getByRole("listitem").filter({ hasText: email }).first();
  await mail.getByRole("link", { name: "Open its link" }).click();
}
