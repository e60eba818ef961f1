import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import { orientationsOf } from "@/lib/pipeline/dedupe/orientations";
import { flipBits, randomHash, strangerHashes } from "../unit/pipeline/dedupe/hashes";
import { randomFrom } from "../unit/pipeline/inspect/scenes";

const random = randomFrom(11);
const RADII = [0, 1, 31, 64, 128, 256];

/** Strangers, clusters around a picture in each of its orientations, and hashes that several pictures share. */
const picture = strangerHashes(random);
const turns = orientationsOf(picture).map(({ hash }) => hash);
const hashes = new Map<string, string>();
const add = (hash: string) => hashes.set(String(hashes.size).padStart(6, "0"), hash);
for (let i = 0; i < 2_000; i++) add(randomHash(random));
for (let i = 0; i < 2_000; i++) add(flipBits(random, turns[i % 8] ?? "", i % 150));
for (const hash of [...hashes.values()].slice(0, 500)) add(hash);
for (let i = 0; i < 20; i++) add(turns[i % 8] ?? "");

const index = createHammingIndex();
for (const [id, hash] of hashes) index.add(id, hash);

const bits = (hash: string) => BigInt(`0x${hash}`).toString(2).padStart(256, "0");

beforeAll(async () => {
  await db().execute(sql`create table hashes (id text primary key, hash bit(256) not null)`);
  const rows = JSON.stringify([...hashes].map(([id, hash]) => ({ id, hash: bits(hash) })));
  await db().execute(
    sql`insert into hashes select id, hash::bit(256)
      from json_to_recordset(${rows}::json) as t(id text, hash text)`,
  );
});

/** By comparing with every row, in SQL. */
async function bruteForce(asked: readonly string[], radius: number) {
  const distances = asked.map((hash) => sql`bit_count(hash # ${bits(hash)}::bit(256))`);
  return await db().execute<{ id: string; distance: number }>(
    sql`select id, distance from (
        select id, least(${sql.join(distances, sql`, `)})::int as distance from hashes
      ) as t where distance <= ${radius} order by distance, id collate "C"`,
  );
}

test.each(RADII)(
  "finds within %i bits what SQL finds by comparing with every row",
  async (radius) => {
    for (const asked of [picture.perceptualHash, randomHash(random), hashes.get("000007") ?? ""]) {
      const expected = await bruteForce([asked], radius);
      expect(index.nearest(asked, radius)).toEqual([...expected]);
    }
  },
);

test.each(RADII)(
  "finds the same for all eight orientations at once, within %i bits",
  async (radius) => {
    const expected = await bruteForce(turns, radius);
    expect(expected.length).toBeGreaterThan(19);
    const found = index.nearestOfAny(turns, radius);
    expect(found.map(({ id, distance }) => ({ id, distance }))).toEqual([...expected]);
  },
);

test("finds what SQL finds after rows were changed and deleted", async () => {
  for (const id of [...hashes.keys()].filter((_, i) => i % 5 === 0)) index.remove(id);
  await db().execute(sql`delete from hashes where id::int % 5 = 0`);
  const moved = flipBits(random, picture.turnedHash, 3);
  for (const id of ["000001", "004001"]) index.add(id, moved);
  await db().execute(
    sql`update hashes set hash = ${bits(moved)}::bit(256) where id in ('000001', '004001')`,
  );
  const found = index.nearestOfAny(turns, 100);
  const expected = await bruteForce(turns, 100);
  expect(found.map(({ id, distance }) => ({ id, distance }))).toEqual([...expected]);
});
