import { expect, type Page } from "@playwright/test";

interface Crawl {
  readonly id: string;
  readonly datasetId: string;
}

/** Starts a crawl of sample pictures over the API, as the person who is signed in on the page. */
export async function startCrawl(
  page: Page,
  input: {
    name: string;
    keywords: string[];
    maxImages: number;
    datasetId?: string;
    filters?: { minWidth: number };
  },
): Promise<Crawl> {
  const response = await page.request.post("/api/v1/jobs", {
    headers: { origin: new URL(page.url()).origin },
    data: { sources: ["sample"], ...input },
  });
  expect(response.status(), await response.text()).toBe(201);
  return response.json();
}

/** Waits until a crawl has run to its end. */
export async function untilDone(page: Page, { id }: Crawl): Promise<void> {
  const statusOf = async () => (await page.request.get(`/api/v1/jobs/${id}`)).json();
  await expect.poll(statusOf, { timeout: 60_000 }).toMatchObject({ status: "completed" });
}
