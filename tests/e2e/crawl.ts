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

/** Waits until a crawl has run to its end, and its pictures are judged beside each other. */
export async function untilDone(page: Page, { id, datasetId }: Crawl): Promise<void> {
  const read = async (path: string) => (await page.request.get(`/api/v1${path}`)).json();
  const options = { timeout: 180_000 };
  await expect.poll(() => read(`/jobs/${id}`), options).toMatchObject({ status: "completed" });
  await expect
    .poll(() => read(`/datasets/${datasetId}/quality`), options)
    .toMatchObject({ batch: { status: "completed" } });
}
