import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { runAction } from "@/lib/api/action";
import { createProject, listProjects } from "@/lib/contract/projects";
import { db } from "@/lib/db/client";
import * as projects from "@/lib/services/projects";
import { run, visitor } from "../../helpers/api";

let sent = new Headers();
vi.mock("next/headers", () => ({ headers: async () => sent }));

const create = (name: string) => runAction(createProject, projects.createProject, { name });

test("a server action is for whoever is signed in", async () => {
  sent = new Headers();
  expect(await create("x")).toMatchObject({ ok: false, problem: { status: 401 } });
});

test("a server action counts as a request: past the limit it is refused, and does nothing", async () => {
  const { id, cookie } = await visitor();
  sent = new Headers({ cookie });
  expect(await create("one")).toMatchObject({ ok: true, value: { name: "one" } });
  await db().execute(
    sql`update rate_limits set arrives_at = now() + interval '2 minutes' where key = ${`user:${id}`}`,
  );
  expect(await create("two")).toMatchObject({ ok: false, problem: { code: "too-many-requests" } });
  await db().execute(sql`delete from rate_limits where key = ${`user:${id}`}`);
  const { items } = await run(listProjects, {}, { cookie });
  expect(items.map(({ name }) => name)).toEqual(["one"]);
});
