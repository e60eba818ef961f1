import { expect, test } from "vitest";
import * as op from "@/lib/contract/sources";
import { pool } from "@/lib/db/client";
import { SOURCES } from "@/lib/domain/source";
import { person, run } from "../../helpers/api";

test("every source tells its terms, limits and health", async () => {
  const me = await person({ scopes: ["sources:read"] });
  const { items, nextCursor } = await run(op.listSources, {}, me);
  expect(items.map(({ kind }) => kind)).toEqual([...SOURCES]);
  expect(nextCursor).toBeNull();
  for (const source of items) {
    expect(source.terms).not.toBe("");
    expect(source).toMatchObject({ isAvailable: true, health: { breaker: "closed" } });
  }
});

test("a source whose breaker is open is not available, and its quota counts down", async () => {
  const me = await person();
  await pool()`insert into source_health (source, failures, last_error, last_error_at, open_until)
    values ('openverse', 5, 'timed out', now(), now() + interval '1 minute')`;
  await pool()`insert into source_calls (source) values ('openverse'), ('openverse')`;
  const before = (await run(op.listSources, {}, me)).items.find(({ kind }) => kind === "openverse");
  expect(before).toMatchObject({
    isAvailable: false,
    health: { breaker: "open", lastError: "timed out" },
  });
  const { capabilities, quota } = before ?? {};
  expect(quota?.leftToday).toBe((capabilities?.requestsPerDay ?? 0) - 2);
  await pool()`update source_health set open_until = now() - interval '1 second'`;
  const after = (await run(op.listSources, {}, me)).items.find(({ kind }) => kind === "openverse");
  expect(after).toMatchObject({ isAvailable: true, health: { breaker: "half-open" } });
});
