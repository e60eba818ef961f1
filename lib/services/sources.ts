import { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/sources";
import { db } from "@/lib/db/client";
import { decodeCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import { readSourceUsage } from "@/lib/db/source-calls";
import { listSourceHealth } from "@/lib/db/source-health";
import * as keys from "@/lib/db/source-keys";
import {
  isStockService,
  KEY_FIELDS,
  ListedSource,
  type SourceInfo,
  type SourceKey,
  type SourceKind,
} from "@/lib/domain/source";
import { AppError } from "@/lib/errors";
import { recordActivity } from "./activity";
import { type KeyState, toSource } from "./source-view";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

interface UsableKey extends KeyState {
  /** Where its calls are counted. */
  readonly bucket: string;
}

function keyStateOf(kind: SourceKind, own: keys.OwnKey | undefined): UsableKey {
  if (own) {
    const used = own.key && { from: "own" as const, key: own.key };
    return { from: used?.from ?? null, own, bucket: keys.quotaBucketOf(kind, used) };
  }
  const from = keys.serverKeyOf(kind) ? ("server" as const) : null;
  return { from, own, bucket: kind };
}

const NO_KEY: KeyState = { from: null, own: undefined };

/** What a person may know of sources, in three queries whatever their number. */
async function describeSources(
  ctx: Context,
  kinds: readonly ListedSource[],
): Promise<SourceInfo[]> {
  const [own, healths] = await Promise.all([
    keys.listSourceKeys(db(), ownerOf(ctx)),
    listSourceHealth(),
  ]);
  const services = kinds.filter((kind): kind is SourceKind => !isStockService(kind));
  const states = new Map<ListedSource, UsableKey>(
    services.map((kind) => [kind, keyStateOf(kind, own.get(kind))]),
  );
  const usages = await readSourceUsage([...states.values()].map(({ bucket }) => bucket));
  const now = new Date();
  return kinds.map((kind) => {
    const key = states.get(kind);
    return toSource(kind, {
      key: key ?? NO_KEY,
      usage: key && usages.get(key.bucket),
      health: key && healths.get(kind),
      now,
    });
  });
}

export const listSources = async (ctx: Context, { limit, cursor }: In<"listSources">) => {
  const after = decodeCursor(cursor, z.tuple([ListedSource]))?.[0];
  const all = ListedSource.options;
  const following = all.slice(after ? all.indexOf(after) + 1 : 0);
  const page = pageFrom(
    following,
    limit,
    (kind) => [kind],
    (kind) => kind,
  );
  return { ...page, items: await describeSources(ctx, page.items) };
};

/** One source as the person sees it. */
async function describeSource(ctx: Context, kind: ListedSource): Promise<SourceInfo> {
  const [source] = await describeSources(ctx, [kind]);
  if (!source) throw new Error(`${kind} was not described`);
  return source;
}

const notValid = (message: string, errors: { pointer: string; detail: string }[]) =>
  new AppError("validation-failed", message, { details: { errors } });

function fieldNamesOf(kind: SourceKind): string[] {
  const names = (KEY_FIELDS[kind] ?? []).map(({ name }) => name);
  if (names.length > 0) return names;
  throw notValid("This source takes no key.", [{ pointer: "#/kind", detail: "Takes no key." }]);
}

function assertFields(kind: SourceKind, key: SourceKey): void {
  const names = fieldNamesOf(kind);
  const missing = names.filter((name) => !(name in key));
  const unknown = Object.keys(key).filter((name) => !names.includes(name));
  if (missing.length + unknown.length === 0) return;
  throw notValid(`A key of this source has the fields ${names.join(", ")}.`, [
    ...missing.map((name) => ({ pointer: `#/key/${name}`, detail: "Is missing." })),
    ...unknown.map((name) => ({
      pointer: `#/key/${name.slice(0, 100)}`,
      detail: "Is no field of this key.",
    })),
  ]);
}

const profile = (id: string) => ({ type: "profile", id });

export const setSourceKey = async (ctx: Context, { kind, key }: In<"setSourceKey">) => {
  assertFields(kind, key);
  const ownerId = ownerOf(ctx);
  await asPerson(ownerId, async (tx) => {
    await elevated(tx, ownerId, () => keys.upsertSourceKey(tx, ownerId, kind, key));
    await recordActivity(tx, ctx, "source-key.set", profile(ownerId), { source: kind });
  });
  return describeSource(ctx, kind);
};

export const deleteSourceKey = async (ctx: Context, { kind }: In<"deleteSourceKey">) => {
  fieldNamesOf(kind);
  const ownerId = ownerOf(ctx);
  await asPerson(ownerId, async (tx) => {
    const wasThere = await elevated(tx, ownerId, () => keys.deleteSourceKey(tx, ownerId, kind));
    if (wasThere)
      await recordActivity(tx, ctx, "source-key.deleted", profile(ownerId), { source: kind });
  });
};
