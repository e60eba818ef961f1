import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { groupDuplicates } from "@/lib/pipeline/dedupe/group";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import { isFlat, matchNearDuplicates } from "@/lib/pipeline/dedupe/match";
import { distanceBetween } from "@/lib/pipeline/dedupe/orientations";
import { type FingerprintedPicture, findPairs } from "@/lib/pipeline/dedupe/pairs";
import { decode } from "@/lib/pipeline/inspect/decode";
import { COPIES } from "./copy-kinds";
import { print, printTable } from "./results";
import { settings } from "./settings";

const PROJECT_ROOT = join(import.meta.dirname, "..");
const DEADLINE_MS = 10 * 60_000;

interface Copy extends FingerprintedPicture {
  readonly base: string;
  readonly kind: string;
}

/** How well copies of photographs, changed in many ways, are told from other photographs at the product's radius. */
export async function runCopies() {
  if (!settings.photos) throw new Error("A folder of photographs is needed: --photos DIR");
  const { bases, copies } = await readCopies(settings.photos);
  const kinds = COPIES.map(([kind]) => ratesOf(kind, bases, copies));
  print(`${bases.length} photographs, ${copies.length} copies:`);
  printTable(kinds);
  const apart = distancesApart(bases, copies);
  print("Bits between two copies of one photograph, and between different photographs:");
  printTable([apart]);
  const grouping = await groupAll([...bases, ...copies]);
  print("All of them grouped:");
  printTable([grouping]);
  return { photos: settings.photos, bases: bases.length, kinds, apart, grouping };
}

async function readCopies(root: string): Promise<{ bases: Copy[]; copies: Copy[] }> {
  const names = await readdir(root, { recursive: true });
  const [bases, copies]: [Copy[], Copy[]] = [[], []];
  for (const name of names.filter((one) => /\.jpe?g$/i.test(one)).sort()) {
    const bytes = await readFile(join(root, name));
    const base = await copyOf(bytes, name, "original");
    // What has no fingerprint is no part of the question.
    if (isFlat(base)) continue;
    bases.push(base);
    for (const [kind, make] of COPIES) copies.push(await copyOf(await make(bytes), name, kind));
  }
  if (bases.length === 0) throw new Error(`There are no photographs in ${root}.`);
  return { bases, copies };
}

async function copyOf(bytes: Buffer, base: string, kind: string): Promise<Copy> {
  const format = bytes.toString("latin1", 8, 12) === "WEBP" ? "webp" : "jpeg";
  const read = await decode({ bytes, format, minWidth: 1, minHeight: 1 });
  if (!read.ok) throw new Error(`${base}, ${kind}: ${read.detail}`);
  return { ...read.inspected, id: `${base} ${kind}`, base, kind };
}

/** Each copy looked up among the originals, its own and all the others. */
function ratesOf(kind: string, bases: readonly Copy[], copies: readonly Copy[]) {
  const index = createHammingIndex();
  for (const { base, perceptualHash } of bases) index.add(base, perceptualHash);
  const blocks = new Map(bases.map(({ base, blockHash }) => [base, blockHash]));
  const originals = new Map(bases.map((original) => [original.base, original]));
  let [right, wrong] = [0, 0];
  const distances: number[] = [];
  const asked = copies.filter((copy) => copy.kind === kind);
  for (const copy of asked) {
    for (const { id } of matchNearDuplicates(index, copy, (base) => blocks.get(base))) {
      if (id === copy.base) right++;
      else wrong++;
    }
    const original = originals.get(copy.base);
    if (original) distances.push(distanceBetween(original, copy).distance);
  }
  distances.sort((a, b) => a - b);
  return {
    copy: kind,
    recall: right / asked.length,
    precision: right + wrong === 0 ? 1 : right / (right + wrong),
    medianBits: shareOf(distances, 0.5),
    p95Bits: shareOf(distances, 0.95),
    maxBits: shareOf(distances, 1),
  };
}

function distancesApart(bases: readonly Copy[], copies: readonly Copy[]) {
  const found = copies.filter((copy) => {
    const original = bases.find(({ base }) => base === copy.base);
    return original && distanceBetween(original, copy).distance <= 64;
  });
  const within: number[] = [];
  for (const [i, a] of found.entries())
    for (const b of found.slice(0, i))
      if (a.base === b.base) within.push(distanceBetween(a, b).distance);
  const between: number[] = [];
  for (const [i, a] of bases.entries())
    for (const b of bases.slice(0, i)) between.push(distanceBetween(a, b).distance);
  within.sort((a, b) => a - b);
  between.sort((a, b) => a - b);
  return {
    copyPairs: within.length,
    copiesP95: shareOf(within, 0.95),
    copiesP99: shareOf(within, 0.99),
    copiesMax: shareOf(within, 1),
    photoPairs: between.length,
    photosMin: between[0] ?? 0,
    photosP1: shareOf(between, 0.01),
  };
}

/** Whether the groups are those of the photographs: of each the largest part in one group, and no group of two. */
async function groupAll(pictures: readonly Copy[]) {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const pairs = await findPairs(pictures, { projectRoot: PROJECT_ROOT, signal });
  const groups = groupDuplicates({ pictures, pairs, areApart: () => false });
  const baseOf = new Map(pictures.map(({ id, base }) => [id, base]));
  const largest = new Map<string, number>();
  let mixed = 0;
  for (const { memberIds } of groups) {
    const bases = new Set(memberIds.map((id) => baseOf.get(id) ?? ""));
    if (bases.size > 1) mixed++;
    for (const base of bases) largest.set(base, Math.max(largest.get(base) ?? 0, memberIds.length));
  }
  const together = [...largest.values()].reduce((sum, size) => sum + size, 0);
  return {
    pictures: pictures.length,
    groups: groups.length,
    groupsOfDifferentPhotos: mixed,
    shareInLargestGroup: together / pictures.length,
    widestBits: Math.max(0, ...groups.map(({ diameter }) => diameter)),
  };
}

const shareOf = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
