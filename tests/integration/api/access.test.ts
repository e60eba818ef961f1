import { beforeAll, describe, expect, test } from "vitest";
import { OPERATIONS } from "@/lib/contract";
import { carriesBody, type Operation, pathParams } from "@/lib/contract/operation";
import { pool } from "@/lib/db/client";
import { SCOPES } from "@/lib/domain/scope";
import { keyOf, person, refusal, send, withQueues } from "../../helpers/api";
import { type Estate, estateOf } from "../../helpers/estate";

withQueues();

/** What an operation needs besides ids, where an empty body will not do. */
const EXAMPLES: Record<string, Record<string, unknown>> = {
  createProject: { name: "x" },
  batchDeleteProjects: {},
  createDataset: { name: "x" },
  createJob: { name: "x", keywords: ["cat"], sources: ["sample"], start: false },
  createApiKey: { name: "x", scopes: ["projects:read"] },
  verifyToken: { token: "x" },
  previewSource: { kind: "sample", keyword: "cat" },
  getPreviewThumbnail: { kind: "sample", token: "x" },
  setSourceKey: { kind: "flickr", key: { apiKey: "x" } },
  deleteSourceKey: { kind: "flickr" },
  expandKeyword: { keyword: "cat" },
  createSchedule: { every: "daily", target: 10 },
  bulkImages: { imageIds: [crypto.randomUUID()], action: "accept" },
  undoImages: { undoToken: crypto.randomUUID() },
  createLabel: { name: "x" },
  mergeLabels: { from: [crypto.randomUUID()], into: crypto.randomUUID() },
  resolveDuplicates: { keep: [crypto.randomUUID()] },
  resolveAllDuplicates: { maxDistance: 10 },
  analyzeImage: {},
  setValidationLevel: { level: "basic" },
  updateQuality: { rules: {} },
};
/** What a reference without a like-named id of the estate points at. */
const REFERENCED: Record<string, keyof Estate> = { crawlJob: "jobId", resource: "datasetId" };
const isPrivate = (op: Operation) => op.scope !== "public";
const isScoped = (op: Operation) => isPrivate(op) && op.scope !== "any";
/** Ids in the path; other names there, such as the kind of a source, belong to nobody. */
const inPathOf = (op: Operation) => pathParams(op.path).filter((name) => name.endsWith("Id"));

let me: { id: string; key: string };
let mine: Estate;
let theirs: Estate;
let other: string;
beforeAll(async () => {
  me = await person();
  mine = await estateOf(me.id);
  other = (await person()).id;
  theirs = await estateOf(other);
});

/** The ids of an estate that an operation takes in its path. */
const pathOf = (op: Operation, estate: Estate) =>
  Object.fromEntries(inPathOf(op).map((name) => [name, estate[name as keyof Estate]]));
/** A good request of an operation. */
const requestOf = (op: Operation, estate: Estate) => ({
  ...EXAMPLES[op.id],
  ...pathOf(op, estate),
});

test("every name in a path is an id that the two-tenant tests know", () => {
  const unknown = OPERATIONS.flatMap(inPathOf).filter((name) => !(name in mine));
  expect(unknown).toEqual([]);
});

describe.each(OPERATIONS.filter(isPrivate))("$method $path", (op) => {
  test("without credentials is refused", async () => {
    const response = await send(op, requestOf(op, mine));
    expect(await refusal(response)).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("with a key that was never one is refused", async () => {
    const key = `${me.key.slice(0, -1)}${me.key.endsWith("0") ? "1" : "0"}`;
    expect(await refusal(send(op, requestOf(op, mine), { key }))).toMatchObject({ status: 401 });
  });
});

describe.each(OPERATIONS.filter(isScoped))("$method $path", (op) => {
  test(`with every scope but ${op.scope} is refused`, async () => {
    const write = op.scope.replace(":read", ":write");
    const scopes = SCOPES.filter((scope) => scope !== op.scope && scope !== write);
    const key = await keyOf(me.id, { scopes });
    const problem = await refusal(send(op, requestOf(op, mine), { key }));
    expect(problem).toMatchObject({ status: 403, code: "forbidden" });
    expect(problem.detail).toContain(op.scope);
  });
});

/** Everything that is the other person's, as text; the time of a key's last use does not count. */
async function everythingOf(ownerId: string): Promise<string[]> {
  const tables = await pool()<{ name: string }[]>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'owner_id' order by 1`;
  const rows: string[] = [];
  for (const { name } of tables)
    for (const { row } of await pool()<{ row: string }[]>`
      select (to_jsonb(t) - 'last_used_at')::text as row from ${pool()(name)} t where owner_id = ${ownerId} order by 1`)
      rows.push(`${name} ${row}`);
  return rows;
}

describe("another person's id", () => {
  let before: string[];
  beforeAll(async () => {
    before = await everythingOf(other);
  });

  test.each(OPERATIONS.filter((op) => inPathOf(op).length > 0))(
    "in the path of $method $path is not found, and answers as an id that never was",
    async (op) => {
      const problem = await refusal(send(op, requestOf(op, theirs), me));
      expect(problem).toMatchObject({ status: 404, code: "not-found" });
      const never = Object.fromEntries(inPathOf(op).map((name) => [name, crypto.randomUUID()]));
      const nothing = await refusal(send(op, { ...EXAMPLES[op.id], ...never }, me));
      expect(nothing).toMatchObject({ status: 404, title: problem.title, detail: problem.detail });
    },
  );

  /** Every id that an operation takes elsewhere than in its path: `[operation, name]`. */
  const references = OPERATIONS.flatMap((op) =>
    Object.keys(op.input.shape)
      .filter((name) => /Ids?$/.test(name) && !inPathOf(op).includes(name))
      .map((name) => ({ op, name, title: `${name} of ${op.id}` })),
  );
  test.each(references)("as $title finds nothing", async ({ op, name }) => {
    const stem = name.replace(/Ids?$/, "");
    const id = theirs[REFERENCED[stem] ?? (`${stem}Id` as keyof Estate)];
    expect(id).toBeDefined();
    const place = op.id === "startValidation" && { datasetId: mine.datasetId };
    const input = { ...place, ...requestOf(op, mine), [name]: name.endsWith("Ids") ? [id] : id };
    const response = await send(op, input, me);
    const answer: unknown = await response.json();
    if (op.id === "batchDeleteProjects") expect(answer).toEqual({ deleted: [], notFound: [id] });
    else if (op.id === "outlineImages") expect(answer).toMatchObject({ count: 0 });
    else if (carriesBody(op)) expect(answer).toMatchObject({ status: 404 });
    else expect(answer).toEqual({ items: [], nextCursor: null });
  });

  test("to compare pictures with is not found", async () => {
    const op = OPERATIONS.find(({ id }) => id === "listDatasetImages") as Operation;
    const input = { datasetId: mine.datasetId, sort: `similar:${theirs.imageId}` };
    expect(await refusal(send(op, input, me))).toMatchObject({ status: 404 });
  });

  test("never shows up in a list", async () => {
    const lists = OPERATIONS.filter((op) => "cursor" in op.input.shape);
    for (const op of lists) {
      const response = await send(op, requestOf(op, mine), me);
      expect(response.status, op.id).toBe(200);
      const text = await response.text();
      for (const id of Object.values(theirs)) expect(text, op.id).not.toContain(id);
    }
  });

  test("after all of this, nothing of the other person has changed", async () => {
    expect(await everythingOf(other)).toEqual(before);
  });
});
