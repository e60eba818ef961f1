import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/exports";
import { pool } from "@/lib/db/client";
import { storage } from "@/lib/storage";
import { call, person, refusal, run, send, withQueues } from "../../helpers/api";
import { type Estate, estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
let mine: Estate;
let at: { exportId: string };
beforeEach(async () => {
  me = await person();
  mine = await estateOf(me.id);
  at = { exportId: mine.exportId };
});
const content = (headers: Record<string, string> = {}) =>
  call("GET", `/exports/${mine.exportId}/content`, { ...me, headers });

test("an export is created with its work, listed newest first, and read", async () => {
  const made = await run(op.createExport, { datasetId: mine.datasetId }, me);
  expect(made).toMatchObject({
    status: "pending",
    progress: 0,
    format: "image-folder",
    archive: "zip",
    datasetName: "Cats",
  });
  const queued = await pool()`
    select from pgboss.job where name = 'export' and data ->> 'exportId' = ${made.id}`;
  expect(queued).toHaveLength(1);
  expect(await run(op.getExport, { exportId: made.id }, me)).toEqual(made);
  const { items } = await run(op.listExports, { datasetId: mine.datasetId }, me);
  expect(new Set(items.map(({ id }) => id))).toEqual(new Set([made.id, mine.exportId]));
});

test("a format or archive that is none is not valid", async () => {
  for (const wrong of [{ format: "docx" }, { archive: "rar" }, { datasetId: "x" }])
    expect(
      await refusal(send(op.createExport, { datasetId: mine.datasetId, ...wrong }, me)),
    ).toMatchObject({ status: 422, errors: [{ pointer: `#/${Object.keys(wrong)[0]}` }] });
});

test("a deleted export is gone, and so is its file", async () => {
  const [row] = await pool()`select storage_key from exports where id = ${mine.exportId}`;
  expect(await storage().head(row?.storage_key)).not.toBeNull();
  await run(op.deleteExport, at, me);
  expect(await storage().head(row?.storage_key)).toBeNull();
  expect(await refusal(send(op.getExport, at, me))).toMatchObject({ status: 404 });
  expect(await refusal(content())).toMatchObject({ status: 404 });
});

describe("the file", () => {
  test("comes as a download with the dataset's name, whole and in ranges", async () => {
    await pool()`update datasets set name = ${'Çats "1"\r\n../x'} where id = ${mine.datasetId}`;
    const response = await content();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).toBe(
      'attachment; filename="C-ats-1-x.zip"',
    );
    expect(response.headers.get("content-type")).toBe("application/zip");
    expect(await response.text()).toBe("a whole archive");
    const part = await content({ range: "bytes=2-6" });
    expect([part.status, await part.text()]).toEqual([206, "whole"]);
    const etag = response.headers.get("etag") ?? "";
    expect((await content({ "if-none-match": etag })).status).toBe(304);
  });

  test("has a name when the dataset's has no letter for it", async () => {
    await pool()`update datasets set name = '猫' where id = ${mine.datasetId}`;
    const disposition = (await content()).headers.get("content-disposition");
    expect(disposition).toBe('attachment; filename="dataset.zip"');
  });

  test.each(["pending", "running", "failed"])("of a %s export is a conflict", async (status) => {
    await pool()`update exports set status = ${status} where id = ${mine.exportId}`;
    expect(await refusal(content())).toMatchObject({ status: 409, code: "conflict" });
  });

  test("of an expired export is gone", async () => {
    await pool()`update exports set status = 'expired' where id = ${mine.exportId}`;
    expect(await refusal(content())).toMatchObject({ status: 410, code: "gone" });
  });
});
