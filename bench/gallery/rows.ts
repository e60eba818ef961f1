/**
 * Generates a dataset of many rows for an account that exists, to measure lists and pages with:
 *
 *   tsx bench/gallery/rows.ts --url postgres://… --owner-email me@example.org --images 100000 [--data .data]
 *
 * Labels, sources, licences, sizes, dates and scores are spread as in a crawled dataset; three rows of a hundred are
 * copies in groups; a crawl with candidates stands behind them. A few hundred drawings lie in the storage (--data is
 * the DATA_DIR of the installation) and are shared by all rows. The same number gives the same rows. Prints the
 * dataset's id as JSON.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { localStorage } from "@/lib/storage/local";
import { drawPictures } from "./drawings";
import { insertCrawl, insertImages } from "./row-statements";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    "owner-email": { type: "string" },
    images: { type: "string", default: "100000" },
    data: { type: "string", default: ".data" },
  },
});
if (!values.url || !values["owner-email"])
  throw new Error("--url and --owner-email say where the rows go, and whose they are.");

const count = Number(values.images);
const sql = postgres(values.url, { max: 1, onnotice: () => undefined });
try {
  const [owner] = await sql<{ id: string }[]>`
    select id from profiles where email = ${values["owner-email"]}`;
  if (!owner) throw new Error("There is no such account.");
  const place = { ownerId: owner.id, datasetId: uuidv7(), crawlJobId: uuidv7() };
  const started = performance.now();
  const pictures = await drawPictures(localStorage(join(values.data, "storage")), place.datasetId);
  const drawn = performance.now();
  await sql.begin(async (tx) => {
    await insertCrawl(tx, place, count);
    await insertImages(tx, place, { count, pictures });
  });
  await sql`analyze images`;
  await sql`analyze candidates`;
  const seconds = (from: number, to: number) => Math.round((to - from) / 100) / 10;
  console.log(
    JSON.stringify({
      datasetId: place.datasetId,
      images: count,
      drawingSeconds: seconds(started, drawn),
      insertingSeconds: seconds(drawn, performance.now()),
    }),
  );
} finally {
  await sql.end();
}
