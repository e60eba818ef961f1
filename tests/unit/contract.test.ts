import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { openApiDocument } from "@/lib/api/openapi";
import { OPERATIONS } from "@/lib/contract";
import { carriesBody, creates, pathParams } from "@/lib/contract/operation";
import { Scope } from "@/lib/domain/scope";
import { statusOf } from "@/lib/errors";

const ROOT = "app/api/v1";
const BINDING = /export const (\w+) = (route|rawRoute)\(op\.(\w+), /g;
const METHODS = ["get", "post", "patch", "put", "delete"];
/** Questions that are too long for a query string: sent by POST, they change nothing. */
const QUESTIONS = ["previewSource", "expandKeyword", "analyzeImage", "previewQuality"];

/** What the route files export: `METHOD /path id how`. */
const bindings = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts"))
  .flatMap((file) => {
    const path = `/${dirname(file).replace(/\[(\w+)\]/g, "{$1}")}`;
    return [...readFileSync(join(ROOT, file), "utf8").matchAll(BINDING)].map(
      ([, method, how, id]) => `${method} ${path} ${id} ${how}`,
    );
  });

test("every operation is bound by the route file of its path, and no route file binds anything else", () => {
  const promised = OPERATIONS.map((op) => {
    const isRaw = (op.answers ?? "json") !== "json" || op.body === "multipart";
    return `${op.method} ${op.path} ${op.id} ${isRaw ? "rawRoute" : "route"}`;
  });
  expect(bindings.sort()).toEqual(promised.sort());
});

test("nothing under the API is exported but the methods of operations", () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" });
  const exported = files
    .filter((file) => file.endsWith("route.ts"))
    .flatMap((file) => readFileSync(join(ROOT, file), "utf8").match(/^export /gm) ?? []);
  expect(exported).toHaveLength(bindings.length);
  expect(
    files.filter((file) => file.includes(".") && !/(^|\/)route\.ts$|openapi\.json$/.test(file)),
  ).toEqual([]);
});

test("operations are named once, and so are method and path", () => {
  const ids = OPERATIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const places = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});

describe.each(OPERATIONS)("$id", (op) => {
  test("takes every name of its path, and refuses names that it does not know", () => {
    for (const name of pathParams(op.path)) expect(op.input.shape).toHaveProperty(name);
    const { error } = op.input.safeParse({ surely: "unknown" });
    expect(error?.issues.map(({ code }) => code)).toContain("unrecognized_keys");
  });

  test("has the status and scope that its method calls for", () => {
    if (op.method === "GET") expect(op.status).toBe(200);
    if (op.method === "DELETE") expect(op.status).toBe(204);
    if (op.scope === "public" || op.scope === "any") return;
    expect(Scope.options).toContain(op.scope);
    const isReading = op.method === "GET" || QUESTIONS.includes(op.id);
    expect(op.scope.endsWith(":read")).toBe(isReading);
  });

  test("can answer not-found when it names something", () => {
    const ids = pathParams(op.path).filter((name) => name.endsWith("Id"));
    if (ids.length > 0) expect(op.errors).toContain("not-found");
  });
});

test("a list takes a limit and a cursor, and answers items and the next cursor", () => {
  const lists = OPERATIONS.filter(({ id }) => id.startsWith("list"));
  expect(lists.length).toBeGreaterThan(5);
  for (const { id, input, output } of lists) {
    expect(Object.keys(input.shape), id).toEqual(expect.arrayContaining(["limit", "cursor"]));
    expect(output, id).toHaveProperty("shape.items");
    expect(output, id).toHaveProperty("shape.nextCursor");
  }
});

interface Documented {
  readonly operationId: string;
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
  readonly security: object[];
  readonly requestBody?: object;
  readonly parameters?: { name: string; in: string; required?: boolean }[];
}
/** As it is sent: without what JSON leaves out. */
const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  openapi: string;
  paths: Record<string, Record<string, Documented>>;
  components: { schemas: Record<string, object> };
};

describe("the OpenAPI document", () => {
  test("is OpenAPI 3.1 and documents every operation, and nothing else", () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    );
    const promised = OPERATIONS.map(
      ({ id, method, path }) => `${method.toLowerCase()} ${path} ${id}`,
    );
    expect(documented.sort()).toEqual(promised.sort());
    for (const item of Object.values(document.paths))
      expect(Object.keys(item).filter((key) => !METHODS.includes(key))).toEqual([]);
  });

  test.each(OPERATIONS)("tells what $id takes, answers and refuses", (op) => {
    const it = document.paths[op.path]?.[op.method.toLowerCase()];
    const names = it?.parameters?.map(({ name }) => name) ?? [];
    expect(names).toEqual(expect.arrayContaining(pathParams(op.path)));
    expect(names.includes("Idempotency-Key")).toBe(creates(op));
    const rest = Object.keys(op.input.shape).filter((name) => !pathParams(op.path).includes(name));
    if (carriesBody(op)) expect(Boolean(it?.requestBody)).toBe(rest.length > 0);
    else expect(names).toEqual(expect.arrayContaining(rest));
    expect(it?.security.length).toBe(op.scope === "public" ? 0 : 2);
    const statuses = [op.status, ...op.errors.map(statusOf), 422, 429, 500];
    if (op.scope !== "public") statuses.push(401, 403);
    expect(Object.keys(it?.responses ?? {})).toEqual(expect.arrayContaining(statuses.map(String)));
    for (const [status, { content }] of Object.entries(it?.responses ?? {}))
      if (Number(status) >= 400) expect(content).toHaveProperty(["application/problem+json"]);
  });

  test("refers only to schemas that it has", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    const known = Object.keys(document.components.schemas).map(
      (id) => `#/components/schemas/${id}`,
    );
    expect(
      [...new Set(references.map(([, to]) => to))].filter((to) => !known.includes(to ?? "")),
    ).toEqual([]);
  });

  /**
   * The API as it was when somebody last looked. After an intended change, renew it and read the difference:
   * `UPDATE_OPENAPI=1 vitest run --project unit tests/unit/contract.test.ts && biome format --write tests/fixtures/openapi.json`
   */
  test("is the one that was agreed on", () => {
    const fixture = "tests/fixtures/openapi.json";
    if (process.env.UPDATE_OPENAPI)
      writeFileSync(fixture, `${JSON.stringify(document, null, 2)}\n`);
    const agreed: unknown = JSON.parse(readFileSync(fixture, "utf8"));
    expect(
      document,
      "The API changed: if it was meant to, renew the fixture as told above.",
    ).toEqual(agreed);
  });
});
