import { expect, test } from "vitest";
import { inLine } from "@/lib/services/person-line";

const LIMITS = { atOnce: 2, maxWaiting: 3, maxWaitMs: 60_000 };
const TOO_MANY = { code: "too-many-requests", retryAfter: 2 };

/** Work that ends when it is told to, in a line of its own. */
function line(limits = LIMITS) {
  const name = crypto.randomUUID();
  const ends: (() => void)[] = [];
  return {
    /** How many have begun. */
    begun: () => ends.length,
    end: (index: number) => ends[index]?.(),
    join: (ownerId = "me", signal = new AbortController().signal) =>
      inLine(name, { ownerId, signal }, limits, () => new Promise<void>((end) => ends.push(end))),
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("no more than the limit run at once, and the next begins when one ends", async () => {
  const { join, begun, end } = line();
  const all = [join(), join(), join(), join()];
  await settled();
  expect(begun()).toBe(2);
  end(0);
  await settled();
  expect(begun()).toBe(3);
  end(1);
  await settled();
  end(2);
  end(3);
  await Promise.all(all);
  expect(begun()).toBe(4);
});

test("one person's line holds up nobody else", async () => {
  const { join, begun } = line();
  for (const who of ["me", "me", "me", "other"]) void join(who);
  await settled();
  expect(begun()).toBe(3);
});

test("a line that is full, or does not move in time, sends away", async () => {
  const full = line();
  for (let i = 0; i < 5; i++) void full.join();
  await expect(full.join()).rejects.toMatchObject(TOO_MANY);
  const stuck = line({ ...LIMITS, maxWaitMs: 1 });
  void stuck.join();
  void stuck.join();
  await expect(stuck.join()).rejects.toMatchObject(TOO_MANY);
});

test("who goes away leaves the line, and takes nobody's place", async () => {
  const { join, begun, end } = line();
  const gone = new AbortController();
  void join();
  void join();
  const waiting = join("me", gone.signal);
  void join();
  gone.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  end(0);
  await settled();
  expect(begun()).toBe(3);
});

test("work that fails gives its place to the next", async () => {
  const signal = new AbortController().signal;
  const one = { ...LIMITS, atOnce: 1 };
  const fail = inLine("failing", { ownerId: "me", signal }, one, () =>
    Promise.reject(new Error("broken")),
  );
  const next = inLine("failing", { ownerId: "me", signal }, one, () => Promise.resolve("done"));
  await expect(fail).rejects.toThrow("broken");
  expect(await next).toBe("done");
});
