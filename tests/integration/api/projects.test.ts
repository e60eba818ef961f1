import { beforeEach, expect, test } from "vitest";
import * as op from "@/lib/contract/projects";
import { pool } from "@/lib/db/client";
import { person, refusal, run, send, withQueues } from "../../helpers/api";
import { estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
beforeEach(async () => {
  me = await person();
});

test("a project is created, listed newest first, read, changed and deleted", async () => {
  const one = await run(op.createProject, { name: "  One ", description: "d" }, me);
  expect(one).toMatchObject({ name: "One", description: "d", datasetCount: 0, imageCount: 0 });
  const two = await run(op.createProject, { name: "Two" }, me);
  const { items } = await run(op.listProjects, {}, me);
  expect(items.map(({ id }) => id)).toEqual([two.id, one.id]);
  const at = { projectId: one.id };
  const changed = await run(op.updateProject, { ...at, name: "Uno", description: null }, me);
  expect(changed).toMatchObject({ name: "Uno", description: null });
  expect(await run(op.getProject, at, me)).toEqual(changed);
  await run(op.deleteProject, at, me);
  expect(await refusal(send(op.getProject, at, me))).toMatchObject({ status: 404 });
});

test("a change of nothing changes nothing that is seen", async () => {
  const before = await run(op.createProject, { name: "One", description: "d" }, me);
  const after = await run(op.updateProject, { projectId: before.id }, me);
  expect(after).toEqual({ ...before, updatedAt: after.updatedAt });
});

test("names have 1 to 100 characters, descriptions at most 1000", async () => {
  const wrong = [{}, { name: "" }, { name: "  " }, { name: "x".repeat(101) }, { name: 1 }];
  for (const body of wrong)
    expect(await refusal(send(op.createProject, body, me))).toMatchObject({
      errors: [{ pointer: "#/name" }],
    });
  const long = { name: "x".repeat(100), description: "y".repeat(1000) };
  expect(await run(op.createProject, long, me)).toMatchObject(long);
  const longer = { ...long, description: "y".repeat(1001) };
  expect(await refusal(send(op.createProject, longer, me))).toMatchObject({ status: 422 });
});

test("the counts are of the project's own datasets, and of pictures that are kept", async () => {
  const { projectId } = await estateOf(me.id);
  const empty = await run(op.createProject, { name: "Empty" }, me);
  const counts = async () => {
    const { items } = await run(op.listProjects, {}, me);
    return Object.fromEntries(items.map((p) => [p.id, [p.datasetCount, p.imageCount]]));
  };
  expect(await counts()).toEqual({ [projectId]: [1, 1], [empty.id]: [0, 0] });
  await pool()`update images set decision = 'rejected' where owner_id = ${me.id}`;
  expect(await counts()).toEqual({ [projectId]: [1, 0], [empty.id]: [0, 0] });
  await pool()`update images set decision = 'undecided', is_duplicate = true where owner_id = ${me.id}`;
  expect(await counts()).toEqual({ [projectId]: [1, 0], [empty.id]: [0, 0] });
  await pool()`update images set decision = 'accepted', is_valid = false where owner_id = ${me.id}`;
  expect(await counts()).toEqual({ [projectId]: [1, 1], [empty.id]: [0, 0] });
});

test("deleting a project deletes what is in it, and has the files swept", async () => {
  const { projectId, datasetId } = await estateOf(me.id);
  await run(op.deleteProject, { projectId }, me);
  for (const table of ["datasets", "images", "crawl_jobs", "candidates", "exports"])
    expect(await pool()`select from ${pool()(table)} where owner_id = ${me.id}`).toHaveLength(0);
  const queued = await pool()`
    select from pgboss.job where name = 'sweep-dataset' and data ->> 'datasetId' = ${datasetId}`;
  expect(queued).toHaveLength(1);
});

test("several are deleted at once, and those that were not there are named", async () => {
  const one = await run(op.createProject, { name: "One" }, me);
  const two = await run(op.createProject, { name: "Two" }, me);
  const kept = await run(op.createProject, { name: "Kept" }, me);
  const never = crypto.randomUUID();
  const projectIds = [one.id, never, two.id];
  const answer = await run(op.batchDeleteProjects, { projectIds }, me);
  expect(new Set(answer.deleted)).toEqual(new Set([one.id, two.id]));
  expect(answer.notFound).toEqual([never]);
  const { items } = await run(op.listProjects, {}, me);
  expect(items.map(({ id }) => id)).toEqual([kept.id]);
  for (const wrong of [[], Array.from({ length: 101 }, () => crypto.randomUUID()), ["x"]])
    expect(await refusal(send(op.batchDeleteProjects, { projectIds: wrong }, me))).toMatchObject({
      status: 422,
    });
});

test("opt-outs are set aside with a reason, respected again with null, and both are written down", async () => {
  const { id: projectId, optOutOverride } = await run(op.createProject, { name: "One" }, me);
  expect(optOutOverride).toBeNull();
  const reason = "The publisher agreed in writing.";
  const set = await run(op.updateProject, { projectId, optOutOverride: { reason } }, me);
  expect(set.optOutOverride).toEqual({ reason, setAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect((await run(op.updateProject, { projectId, name: "Uno" }, me)).optOutOverride).toEqual(
    set.optOutOverride,
  );
  const again = await run(op.updateProject, { projectId, optOutOverride: null }, me);
  expect(again.optOutOverride).toBeNull();
  const log = await pool()`
    select action, details from activity_logs where resource_id = ${projectId} order by id`;
  expect(log.filter(({ action }) => action.startsWith("project.opt"))).toEqual([
    { action: "project.opt-outs-set-aside", details: { reason } },
    { action: "project.opt-outs-respected", details: {} },
  ]);
});

test("opt-outs are not set aside without a reason, by others, or on a day of one's choice", async () => {
  const { id: projectId } = await run(op.createProject, { name: "One" }, me);
  const reason = "The publisher agreed in writing.";
  for (const optOutOverride of [{}, { reason: "because" }, { reason, setAt: "2020-01-01" }, true])
    expect(await refusal(send(op.updateProject, { projectId, optOutOverride }, me))).toMatchObject({
      status: 422,
    });
  const change = { projectId, optOutOverride: { reason } };
  expect(await refusal(send(op.updateProject, change, await person()))).toMatchObject({
    status: 404,
  });
  expect((await run(op.getProject, { projectId }, me)).optOutOverride).toBeNull();
});

test("who did what is written down, and not when it was refused", async () => {
  const { id } = await run(op.createProject, { name: "One" }, me);
  await send(op.createProject, { name: "" }, me);
  await run(op.deleteProject, { projectId: id }, me);
  const log = await pool()`
    select action, actor, resource_id from activity_logs where owner_id = ${me.id} order by id`;
  expect(log.map(({ action, resource_id }) => [action, resource_id])).toEqual([
    ["project.created", id],
    ["project.deleted", id],
  ]);
  expect(log[0]?.actor).toMatch(/^api-key:[0-9a-f-]{36}$/);
});
