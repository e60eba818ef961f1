import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { KEY_FIELDS, SourceKey, type SourceKind } from "@/lib/domain/source";
import { env } from "@/lib/env";
import { seal, unseal } from "@/lib/secrets";
import type { Db } from "./client";
import { sourceKeys } from "./schema/crawl";

/** The key that a person's calls are made with. */
export interface UsedKey {
  readonly from: "own" | "server";
  readonly key: SourceKey;
}
export interface OwnKey {
  /** Null when it can no longer be read: the secret it was sealed under is another one now. */
  readonly key: SourceKey | null;
  readonly hint: string;
}

const sealOf = (ownerId: string, source: SourceKind) => ({
  purpose: "source keys",
  about: [ownerId, source],
});

/** The end of the last field, never more than a quarter of it. */
function hintOf(source: SourceKind, key: SourceKey): string {
  const value = key[KEY_FIELDS[source]?.at(-1)?.name ?? ""] ?? "";
  const shown = Math.min(4, Math.floor(value.length / 4));
  return `…${shown > 0 ? value.slice(-shown) : ""}`;
}

/** Sealed before it leaves the process. */
export async function upsertSourceKey(
  db: Db,
  ownerId: string,
  source: SourceKind,
  key: SourceKey,
): Promise<void> {
  const sealed = await seal(JSON.stringify(key), sealOf(ownerId, source));
  const hint = hintOf(source, key);
  await db
    .insert(sourceKeys)
    .values({ ownerId, source, sealed, hint })
    .onConflictDoUpdate({
      target: [sourceKeys.ownerId, sourceKeys.source],
      set: { sealed, hint, updatedAt: sql`now()` },
    });
}

/** False when there was none. */
export async function deleteSourceKey(db: Db, ownerId: string, source: SourceKind) {
  const rows = await db
    .delete(sourceKeys)
    .where(and(eq(sourceKeys.ownerId, ownerId), eq(sourceKeys.source, source)))
    .returning({ source: sourceKeys.source });
  return rows.length > 0;
}

/** A person's own keys, opened; needs the service role. */
export async function listSourceKeys(
  db: Db,
  ownerId: string,
  source?: SourceKind,
): Promise<Map<SourceKind, OwnKey>> {
  const rows = await db
    .select()
    .from(sourceKeys)
    .where(
      and(eq(sourceKeys.ownerId, ownerId), source ? eq(sourceKeys.source, source) : undefined),
    );
  const opened = rows.map(async (row) => {
    const text = await unseal(row.sealed, sealOf(ownerId, row.source));
    const key = text === null ? null : (SourceKey.safeParse(JSON.parse(text)).data ?? null);
    return [row.source, { key, hint: row.hint }] as const;
  });
  return new Map(await Promise.all(opened));
}

/** The key that the settings hold for everybody: all of its fields, or none. */
export function serverKeyOf(source: SourceKind): SourceKey | null {
  const settings: Record<string, unknown> = env();
  const fields = KEY_FIELDS[source] ?? [];
  const values = fields.map(({ name, setting }) => [name, setting ? settings[setting] : undefined]);
  if (fields.length === 0 || values.some(([, value]) => !value)) return null;
  return SourceKey.safeParse(Object.fromEntries(values)).data ?? null;
}

/** Calls are counted by the service and, with a key of one's own, by that key: nobody uses up another's quota. */
export function quotaBucketOf(source: SourceKind, used: UsedKey | null): string {
  if (used?.from !== "own") return source;
  const fields = (KEY_FIELDS[source] ?? []).map(({ name }) => used.key[name]);
  const hash = createHash("sha256").update(JSON.stringify(fields)).digest("hex");
  return `${source}:${hash.slice(0, 16)}`;
}
