import type { TransactionSql } from "postgres";
import { uuidv7 } from "uuidv7";
import { CHECKED_ISSUES, type CheckedIssue, DEFAULT_RULES, isCheckedAt } from "@/lib/domain/issue";
import { LABEL_COLOURS } from "@/lib/domain/label";
import { MEASURES_VERSION } from "@/lib/pipeline/inspect/measurements";
import { type Drawing, SUBJECTS } from "./drawings";

export interface Place {
  readonly ownerId: string;
  readonly datasetId: string;
  readonly crawlJobId: string;
}

const SOURCES = ["openverse", "wikimedia-commons", "inaturalist"];
const LICENCES = ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "PDM-1.0", "unknown"];
const LOSSES = ["http-4xx", "too-small", "exact-duplicate", "timeout", "robots-txt", "quality"];
/** Of so many rows, the second and third are copies of the first. */
const BLOCK = 66;

/** How often a check finds something: a share where it says yes or no, else the exponent of a tail towards 0. */
const SPREAD: Record<CheckedIssue, { share: number } | { tail: number }> = {
  dark: { tail: 8 },
  light: { tail: 20 },
  blurry: { tail: 6 },
  "out-of-focus": { tail: 12 },
  "low-information": { tail: 14 },
  "odd-aspect-ratio": { tail: 4 },
  "odd-size": { tail: 16 },
  grayscale: { share: 0.04 },
  bordered: { tail: 20 },
  placeholder: { share: 0.002 },
  upscaled: { tail: 12 },
  truncated: { share: 0.003 },
  animated: { share: 0.002 },
  watermarked: { tail: 10 },
  "missing-licence": { share: 0.05 },
  "opted-out": { share: 0.01 },
};

const columnOf = (issue: CheckedIssue) => `score_${issue.replaceAll("-", "_")}`;
const scoreOf = (issue: CheckedIssue) => {
  const spread = SPREAD[issue];
  return "share" in spread
    ? `(random() >= ${spread.share})::int::real`
    : `(1 - 0.98 * power(random(), ${spread.tail}))::real`;
};
/** The issues whose score is below the usual threshold, of those given. */
const found = (issues: readonly CheckedIssue[]) =>
  `array_remove(array[${issues
    .map(
      (issue) =>
        `case when ${columnOf(issue)} < ${DEFAULT_RULES[issue].threshold} then '${issue}' end`,
    )
    .join(", ")}]::text[], null)`;
const HIDING = CHECKED_ISSUES.filter(
  (issue) => DEFAULT_RULES[issue].hides && isCheckedAt(issue, "standard"),
);

/** 256 bits that say nothing. */
const HASH = "('x' || md5(random()::text) || md5(random()::text))::bit(256)";
/** Version-7 UUIDs in the order of the rows, a millisecond apart up to now. */
const ID = `(lpad(to_hex(r.ms), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`;

/** A dataset with a finished crawl, its chunks and labels. */
export async function insertCrawl(tx: TransactionSql, place: Place, count: number): Promise<void> {
  const { ownerId, datasetId, crawlJobId } = place;
  const projectId = uuidv7();
  const name = `${count} rows`;
  const keywords = SUBJECTS.map((label) => ({ keyword: label, label }));
  await tx`insert into projects (id, owner_id, name) values (${projectId}, ${ownerId}, ${name})`;
  await tx`insert into datasets (id, owner_id, project_id, name)
    values (${datasetId}, ${ownerId}, ${projectId}, ${name})`;
  await tx`insert into crawl_jobs (id, owner_id, dataset_id, name, keywords, sources, max_images, validation_level, status, started_at, finished_at)
    values (${crawlJobId}, ${ownerId}, ${datasetId}, ${name}, ${tx.json(keywords)}, ${SOURCES}, ${Math.min(count, 100_000)},
      'standard', 'completed', now() - interval '1 hour', now())`;
  await tx`insert into dataset_labels ${tx(
    SUBJECTS.map((label, at) => ({
      id: uuidv7(),
      owner_id: ownerId,
      dataset_id: datasetId,
      name: label,
      colour: LABEL_COLOURS[at % LABEL_COLOURS.length] ?? "slate",
      shortcut: at + 1,
    })),
  )}`;
  await tx`insert into job_chunks ${tx(
    SOURCES.flatMap((source) =>
      SUBJECTS.map((label) => ({
        id: uuidv7(),
        owner_id: ownerId,
        crawl_job_id: crawlJobId,
        source,
        keyword: label,
        label,
        status: "completed",
        pages: 20,
      })),
    ),
  )}`;
}

/** What chance decides of each row, drawn once; copies show the drawing of the row that they are copies of. */
async function drawRows(tx: TransactionSql, { count, pictures }: Rows): Promise<void> {
  await tx`select setseed(0.5)`;
  await tx`create temp table drawings on commit drop as
    select * from jsonb_to_recordset(${tx.json(
      pictures.map(({ aspect, ...drawing }, nth) => ({
        ...drawing,
        nth,
        across: aspect[0],
        down: aspect[1],
      })),
    )}) as d(nth int, subject text, across int, down int, "storageKey" text, "thumbnailKey" text, "sizeBytes" int)`;
  await tx`create temp table rows on commit drop as
    select n, n - case when n % ${BLOCK} in (1, 2) then n % ${BLOCK} else 0 end as base,
      (extract(epoch from now()) * 1000)::bigint - ${count}::int + n as ms, random() as a, random() as b, random() as c
    from generate_series(0, ${count}::int - 1) as n`;
  await tx.unsafe(`create temp table faces on commit drop as
    select r.n, r.base, r.ms, r.a, r.b, r.c, ${ID} as id, d.*,
      (array${quoted(SOURCES)})[1 + floor(power(r.b, 1.5) * ${SOURCES.length})::int] as source,
      (array${quoted(LICENCES)})[1 + floor(power(r.c, 1.3) * ${LICENCES.length})::int] as licence,
      (40 + floor(power(random(), 2) * 260))::int as scale, ${HASH} as hash
    from rows r join rows f on f.n = r.base join drawings d
      on d.nth = floor(power(f.a, 1.6) * ${SUBJECTS.length})::int + ${SUBJECTS.length} * floor(f.b * ${pictures.length / SUBJECTS.length})::int`);
  await tx`update faces f set hash = k.hash # (f.hash & (('x' || repeat('01', 32))::bit(256)))
    from faces k where k.n = f.base and f.n <> f.base`;
  await tx`create temp table groups on commit drop as
    select f.base, gen_random_uuid() as id, (array_agg(k.id))[1] as keeper_id, max(bit_count(f.hash # k.hash)) as distance, count(*) as members
    from faces f join faces k on k.n = f.base group by f.base having count(*) > 1`;
  await tx`create index on faces (n)`;
  await tx`analyze faces`;
}

const quoted = (words: readonly string[]) => `[${words.map((word) => `'${word}'`).join(", ")}]`;

interface Rows {
  readonly count: number;
  readonly pictures: readonly Drawing[];
}

/** The images with their groups, and the candidates that they were. */
export async function insertImages(tx: TransactionSql, place: Place, rows: Rows): Promise<void> {
  const { ownerId, datasetId, crawlJobId } = place;
  await drawRows(tx, rows);
  await tx`insert into duplicate_groups (id, owner_id, dataset_id, keeper_reason, distance, member_count)
    select id, ${ownerId}, ${datasetId}, 'more-pixels', distance, members from groups`;
  const ids = [ownerId, datasetId, crawlJobId];
  await tx.unsafe(
    `with scored as (
      select f.*, g.id as group_id, k.id as keeper_id, bit_count(f.hash # k.hash) as distance, f.n <> f.base as is_copy, ${CHECKED_ISSUES.map(
        (issue) => `${scoreOf(issue)} as ${columnOf(issue)}`,
      ).join(", ")}
      from faces f join faces k on k.n = f.base left join groups g on g.base = f.base
    )
    insert into images (id, owner_id, dataset_id, crawl_job_id, original_url, url_hash, final_url, page_url, filename,
      storage_key, thumbnail_key, width, height, size_bytes, format, sha256, pixel_sha256, perceptual_hash, mirrored_hash,
      flipped_hash, turned_hash, block_hash, hash_quality, label, labels, decision, decided_at, split, issues, hidden_by, is_valid,
      is_duplicate, duplicate_group_id, duplicate_of, duplicate_distance, duplicate_transform, measured_with, brightness_p_1, brightness_p_5, brightness_p_50,
      brightness_p_99, contrast, entropy, edge_deviation, histogram_deviation, laplacian_variance, colourfulness, uniform_share,
      is_grayscale, ${CHECKED_ISSUES.map(columnOf).join(", ")}, quality, title, creator, licence, attribution, source, keyword,
      signals, metadata, downloaded_at, created_at)
    select id, $1, $2, $3, url, encode(sha256(url::bytea), 'hex'), url, url || '/about', n || '.jpg',
      "storageKey", "thumbnailKey", across * scale, down * scale, "sizeBytes" * scale / 40, (array['jpeg', 'png', 'webp', 'jpeg'])[1 + n % 4]::image_format,
      encode(sha256(('bytes' || url)::bytea), 'hex'), encode(sha256(('pixels' || url)::bytea), 'hex'),
      hash, ${HASH}, ${HASH}, ${HASH}, ${HASH}, 100, subject,
      case when c < 0.15 and subject <> '${SUBJECTS[0]}' then array[subject, '${SUBJECTS[0]}'] else array[subject] end,
      decision::decision, case when decision <> 'undecided' then now() end,
      case when a < 0.3 then (array['train', 'train', 'train', 'validation', 'test'])[1 + n % 5]::split end,
      ${found(CHECKED_ISSUES)}, ${found(HIDING)}, cardinality(${found(HIDING)}) = 0,
      is_copy, group_id, case when is_copy then keeper_id end, case when is_copy then distance end, case when is_copy then 'none' end, ${MEASURES_VERSION},
      0.1 * a, 0.2 * a, 0.5, score_dark, 0.4, 5 + 4 * b, 20 + 60 * c, 10 + 20 * a, 1000 * b, 60 * c, 0.3 * a, score_grayscale < 0.5,
      ${CHECKED_ISSUES.map(columnOf).join(", ")}, (score_dark + score_light + score_blurry + score_watermarked + score_upscaled) / 5,
      'A ' || subject || ' in the garden, number ' || n, 'Creator ' || n % 997, licence,
      '"A ' || subject || ' in the garden" by Creator ' || n % 997 || ' is licensed under ' || licence, source, subject,
      '[{"signal": "robots-txt", "value": "no rule applies", "allows": true}]',
      jsonb_build_object('sourceId', md5(url), 'etag', md5(url || 'e'), 'record', jsonb_build_object('title', subject, 'tags', repeat('tag ', 40))),
      to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0)
    from (
      select *, 'https://images' || floor(power(b, 3) * 40) || '.example.org/' || subject || '/' || n || '.jpg' as url,
        case when a > 0.88 then 'accepted' when a > 0.84 then 'rejected' else 'undecided' end as decision
      from scored order by n
    ) as s`,
    ids,
  );
  await tx`update duplicate_groups d set keeper_id = g.keeper_id from groups g where d.id = g.id`;
  await insertCandidates(tx, place);
}

async function insertCandidates(tx: TransactionSql, place: Place): Promise<void> {
  const { ownerId, crawlJobId } = place;
  await tx.unsafe(
    `insert into candidates (id, owner_id, crawl_job_id, chunk_id, url, url_hash, host, label, outcome, http_status, is_downloaded, attempts, image_id, finished_at)
    select gen_random_uuid(), $1, $2, k.id, i.original_url || suffix, i.url_hash || suffix, split_part(i.original_url, '/', 3) || ':443', i.label,
      case when suffix <> '' then (array${quoted(LOSSES)})[1 + abs(hashtext(i.url_hash)) % ${LOSSES.length}]
        when i.is_duplicate then 'near-duplicate' else 'accepted' end::outcome,
      200, true, 1, case when suffix = '' or abs(hashtext(i.url_hash)) % ${LOSSES.length} = ${LOSSES.indexOf("exact-duplicate")} then i.id end, now()
    from images i join job_chunks k on k.crawl_job_id = i.crawl_job_id and k.source = i.source and k.label = i.label
      cross join unnest(case when hashtext(i.url_hash) % 10 in (1, 2, 3) then array['', '?again'] else array[''] end) as suffix
    where i.crawl_job_id = $2`,
    [ownerId, crawlJobId],
  );
}
