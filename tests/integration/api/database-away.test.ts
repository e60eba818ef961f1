import { expect, test } from "vitest";
import { mintApiKey } from "@/lib/auth/api-key";
import { call, refusal } from "../../helpers/api";

// A port that nothing listens on; nothing has connected yet.
process.env.DATABASE_URL = "postgres://nobody@127.0.0.1:1/nothing";

test("health says that the database is down, while it is down", async () => {
  const response = await call("GET", "/health");
  expect(response.status).toBe(503);
  expect(await refusal(response)).toMatchObject({ checks: { database: "down" } });
  expect((await call("GET", "/health/live")).status).toBe(200);
});

test("a request that needs the database is asked to come back, and told nothing more", async () => {
  const response = await call("GET", "/projects", { key: mintApiKey().key });
  expect(response.headers.get("retry-after")).toBe("5");
  const problem = await refusal(response);
  expect(problem).toMatchObject({ status: 503, code: "unavailable" });
  expect(JSON.stringify(problem)).not.toMatch(/127\.0\.0\.1|ECONN|select/i);
});
