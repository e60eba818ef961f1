import { and, asc, eq, gt, sql } from "drizzle-orm";
import { absorbCopies, type Provenance, takeBack } from "./absorbed-copies";
import type { Db, Tx } from "./client";
import type { DuplicatePlace } from "./schema/curation";
import { images } from "./schema/images";

export const fingerprintColumns = {
  id: images.id,
  perceptualHash: images.perceptualHash,
  mirroredHash: images.mirroredHash,
  flippedHash: images.flippedHash,
  turnedHash: images.turnedHash,
  blockHash: images.blockHash,
  hashQuality: images.hashQuality,
};
export type FingerprintRow = Pick<typeof images.$inferSelect, keyof typeof fingerprintColumns>;

const standingColumns = {
  id: images.id,
  seq: images.seq,
  sha256: images.sha256,
  decision: images.decision,
  isValid: images.isValid,
  width: images.width,
  height: images.height,
  sizeBytes: images.sizeBytes,
  format: images.format,
  jpegQuality: images.jpegQuality,
  borderShare: images.borderShare,
  issues: images.issues,
  hiddenBy: images.hiddenBy,
  licence: images.licence,
  candidateId: images.candidateId,
  isDuplicate: images.isDuplicate,
  duplicateGroupId: images.duplicateGroupId,
  duplicateOf: images.duplicateOf,
  duplicateDistance: images.duplicateDistance,
  duplicateTransform: images.duplicateTransform,
};
/** What decides about a picture among its duplicates, and where it stands now. */
export type StandingRow = Pick<typeof images.$inferSelect, keyof typeof standingColumns>;
export type MemberRow = StandingRow & FingerprintRow;

const memberColumns = { ...standingColumns, ...fingerprintColumns };
const isOneOf = (ids: readonly string[]) => sql`${images.id} = any(${sql.param(ids)}::uuid[])`;

export const listMembers = (db: Db, groupIds: readonly string[]): Promise<MemberRow[]> =>
  db
    .select(memberColumns)
    .from(images)
    .where(sql`${images.duplicateGroupId} = any(${sql.param(groupIds)}::uuid[])`)
    .orderBy(asc(images.id));

export const listPictures = (db: Db, ids: readonly string[]): Promise<MemberRow[]> =>
  db.select(memberColumns).from(images).where(isOneOf(ids)).orderBy(asc(images.id));

/** These pictures, and what shares a group with one of them. */
export const listWithMates = (db: Db, ids: readonly string[]): Promise<MemberRow[]> =>
  db
    .select(memberColumns)
    .from(images)
    .where(sql`${images.id} in (
      select unnest(${sql.param(ids)}::uuid[])
      union select mate.id from images one join images mate on mate.duplicate_group_id = one.duplicate_group_id
        where one.id = any(${sql.param(ids)}::uuid[]))`)
    .orderBy(asc(images.id));

/** A page of a dataset's pictures with their hashes, after an id. */
export const listFingerprints = (
  db: Db,
  datasetId: string,
  page: { after: string; limit: number },
): Promise<FingerprintRow[]> =>
  db
    .select(fingerprintColumns)
    .from(images)
    .where(and(eq(images.datasetId, datasetId), gt(images.id, page.after)))
    .orderBy(asc(images.id))
    .limit(page.limit);

export const readNewestSeq = async (db: Db, datasetId: string): Promise<number> => {
  const [row] = await db
    .select({ seq: sql<number>`coalesce(max(${images.seq}), 0)::float8` })
    .from(images)
    .where(eq(images.datasetId, datasetId));
  return row?.seq ?? 0;
};

/** Of a dataset: what stands in a group, what is named, and what came or changed after `seq`. */
export const listStandings = (
  db: Db,
  datasetId: string,
  { ids, seq }: { ids: readonly string[]; seq: number },
): Promise<StandingRow[]> =>
  db
    .select(standingColumns)
    .from(images)
    .where(
      and(
        eq(images.datasetId, datasetId),
        sql`(${images.duplicateGroupId} is not null or ${images.isDuplicate} or ${images.seq} > ${seq} or ${isOneOf(ids)})`,
      ),
    )
    .orderBy(asc(images.id));

export const countDuplicates = (db: Db, datasetId: string): Promise<number> =>
  db.$count(images, and(eq(images.datasetId, datasetId), eq(images.isDuplicate, true)));

/** From where a picture stands to where it is to stand. */
export interface Move {
  readonly from: DuplicatePlace & { readonly id: string };
  readonly to: DuplicatePlace;
}

const isMoved = ({ from, to }: Move): boolean =>
  from.isDuplicate !== to.isDuplicate ||
  from.duplicateGroupId !== to.duplicateGroupId ||
  from.duplicateOf !== to.duplicateOf ||
  from.duplicateDistance !== to.duplicateDistance ||
  from.duplicateTransform !== to.duplicateTransform;

/** Rows of one statement: some 200 bytes each. */
const CHUNK = 5_000;

async function writePlaces(tx: Tx, moves: readonly Move[], isRenumbered: boolean): Promise<void> {
  // A new number in the order of commits: whoever follows what is shown sees the picture come or go.
  const renumbered = isRenumbered ? sql`, seq = default` : sql``;
  for (let at = 0; at < moves.length; at += CHUNK) {
    const places = moves.slice(at, at + CHUNK).map(({ from, to }) => ({ ...to, id: from.id }));
    await tx.execute(sql`
      update images i set is_duplicate = p."isDuplicate", duplicate_group_id = p."duplicateGroupId",
        duplicate_of = p."duplicateOf", duplicate_distance = p."duplicateDistance",
        duplicate_transform = p."duplicateTransform"${renumbered}
      from jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb) as p(id uuid, "isDuplicate" boolean,
        "duplicateGroupId" uuid, "duplicateOf" uuid, "duplicateDistance" smallint, "duplicateTransform" text)
      where i.id = p.id`);
  }
}

/**
 * Moves pictures among duplicates, under the dataset's lock and in the application's role. What comes to hide behind
 * another gives it its labels and its sources, and what parts from one that stays takes its own back, unless all are put
 * back to where they were.
 */
export async function movePictures(
  tx: Tx,
  moves: readonly Move[],
  { merges = true }: { merges?: boolean } = {},
): Promise<void> {
  const moved = moves.filter(isMoved);
  const flips = ({ from, to }: Move) => from.isDuplicate !== to.isDuplicate;
  await writePlaces(tx, moved.filter(flips), true);
  await writePlaces(
    tx,
    moved.filter((move) => !flips(move)),
    false,
  );
  if (!merges) return;
  await takeBack(
    tx,
    moved.flatMap(({ from, to }) =>
      from.isDuplicate && from.duplicateOf !== null && to.duplicateOf !== from.duplicateOf
        ? [{ imageId: from.id, from: from.duplicateOf }]
        : [],
    ),
  );
  await mergeHidden(
    tx,
    moved.filter(({ from, to }) => to.isDuplicate && to.duplicateOf !== from.duplicateOf),
  );
}

async function mergeHidden(tx: Tx, hidden: readonly Move[]): Promise<void> {
  const behind = new Map(hidden.map(({ from, to }) => [from.id, to.duplicateOf]));
  const ids = [...behind.keys()];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const rows = await listSources(tx, ids.slice(at, at + CHUNK));
    const gains = new Map<string, { labels: string[]; own: Provenance[]; theirs: Provenance[] }>();
    for (const { id, labels, alsoFrom, ...source } of rows) {
      const keeperId = behind.get(id);
      if (!keeperId) continue;
      const gain = gains.get(keeperId) ?? { labels: [], own: [], theirs: [] };
      gain.labels.push(...labels);
      gain.own.push({ ...source, labels });
      gain.theirs.push(...alsoFrom);
      gains.set(keeperId, gain);
    }
    await absorbCopies(
      tx,
      // Of a copy that is known twice its own word counts.
      [...gains].map(([imageId, { labels, own, theirs }]) => ({
        ...{ imageId, labels, sources: [...own, ...theirs] },
      })),
    );
  }
}

export const listLabels = async (
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string[]>> => {
  const rows = await db
    .select({ id: images.id, labels: images.labels })
    .from(images)
    .where(isOneOf(ids));
  return new Map(rows.map(({ id, labels }) => [id, labels]));
};

const listSources = (tx: Tx, ids: readonly string[]) =>
  tx
    .select({
      id: images.id,
      labels: images.labels,
      source: images.source,
      pageUrl: images.pageUrl,
      originalUrl: images.originalUrl,
      licence: images.licence,
      creator: images.creator,
      alsoFrom: sql<Provenance[]>`coalesce(${images.metadata} -> 'alsoFrom', '[]'::jsonb)`,
    })
    .from(images)
    .where(isOneOf(ids))
    .orderBy(asc(images.id));
