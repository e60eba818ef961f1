import { join } from "node:path";
import { groupDuplicates } from "@/lib/pipeline/dedupe/group";
import { orientationsOf } from "@/lib/pipeline/dedupe/orientations";
import { type FingerprintedPicture, findPairs } from "@/lib/pipeline/dedupe/pairs";
import { fingerprints } from "./fingerprints";
import { measureLookups, plainScan } from "./lookups";
import { print, printTable } from "./results";

const LOOKUPS_AMONG = [10_000, 100_000, 1_000_000];
const GROUPED = [10_000, 100_000];
/** Lookups of the plain scan, from which the time of all is told. */
const PLAIN_SAMPLE = 20;
const PROJECT_ROOT = join(import.meta.dirname, "..");
const DEADLINE_MS = 10 * 60_000;

/** Lookups in the index, and the grouping of whole datasets, both in all eight orientations. */
export async function runHashes() {
  const lookups = LOOKUPS_AMONG.map((count) => measureLookups(fingerprints(count)));
  print("Milliseconds to find the near-duplicates of one picture, turned in any of eight ways:");
  printTable(lookups);
  const groupings = [];
  for (const count of GROUPED) groupings.push(await measureGrouping(fingerprints(count)));
  print("Seconds to find all pairs and group them; the plain scan is told from a sample:");
  printTable(groupings);
  return { lookups, groupings };
}

async function measureGrouping(pictures: readonly FingerprintedPicture[]) {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const pairs = await findPairs(pictures, { projectRoot: PROJECT_ROOT, signal });
  const pairsSeconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const groups = groupDuplicates({ pictures, pairs, areApart: () => false });
  const seconds = (performance.now() - startedAt) / 1000;
  const plainSeconds = plainTime(pictures);
  return {
    hashes: pictures.length,
    pairs: pairs.length,
    groups: groups.length,
    pairsSeconds,
    pairsCpuSeconds: (user + system) / 1e6,
    seconds,
    plainSeconds,
    timesFaster: plainSeconds / seconds,
  };
}

/** Of looking each picture up among those after it: among half of them on average. */
function plainTime(pictures: readonly FingerprintedPicture[]): number {
  const stored = pictures.map(({ perceptualHash }) => Buffer.from(perceptualHash, "hex"));
  const startedAt = performance.now();
  for (const picture of pictures.slice(0, PLAIN_SAMPLE))
    plainScan(
      stored,
      orientationsOf(picture).map(({ hash }) => hash),
    );
  const secondsEach = (performance.now() - startedAt) / 1000 / PLAIN_SAMPLE;
  return (secondsEach * pictures.length) / 2;
}
