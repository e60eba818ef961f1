import { shareFairly } from "./share-fairly";

/** One keyword on one source, counted from rows. */
export interface ChunkState {
  readonly id: string;
  /** Keywords of one label share what the label is to have. */
  readonly label: string;
  /** 0 is searched first; what is above only for what the tiers below cannot give. */
  readonly tier: number;
  /** Candidates that were judged, whatever became of them; those never looked at do not count. */
  readonly decided: number;
  readonly accepted: number;
  /** Found and undecided, those in flight included. */
  readonly waiting: number;
  readonly inFlight: number;
  /** The source has no further page. */
  readonly isExhausted: boolean;
  /** The source does not answer just now, or its quota has to free first: others stand in for it meanwhile. */
  readonly isResting: boolean;
}

export interface Plan {
  readonly isMet: boolean;
  /** Short of the target, with nothing waiting and nothing left to find. */
  readonly isDry: boolean;
  /** How many pictures of each label the dataset should end up with as things stand; never fewer than it has. */
  readonly shares: ReadonlyMap<string, number>;
  /** The same for each chunk: what it is asked for. A label's share may be filled by any of its chunks. */
  readonly levels: ReadonlyMap<string, number>;
  /** How many more of each chunk's waiting candidates may be claimed now. */
  readonly allowances: ReadonlyMap<string, number>;
  /** Chunks that should ask their source for another page. */
  readonly pagesWanted: readonly string[];
}

/** Found pages are kept short: a target met early leaves little unused. */
const MAX_WAITING = 200;
/** Before anything is decided, six in ten candidates are taken to end as images. */
const PRIOR = { accepted: 6, decided: 10 };
const MIN_YIELD = 0.05;
/** Until so many candidates of a chunk are judged, a bad start costs it nothing. */
const FAIR_TRY = 20;

/**
 * Shares `target` out evenly over labels, and each label's part over its chunks in proportion to what they have been
 * seen to yield. What a label cannot give goes to the others once each of them has its own part. Pure; call again
 * whenever rows changed.
 */
export function planCrawl(target: number, chunks: readonly ChunkState[]): Plan {
  const labels = Map.groupBy(chunks, ({ label }) => label);
  const shares = sharesOf(target, labels);
  const levels = new Map<string, number>();
  for (const [label, group] of labels) fillTiers(shares.get(label) ?? 0, group, levels);
  const needOf = (chunk: ChunkState) => (levels.get(chunk.id) ?? 0) - chunk.accepted;
  const isMet = sum(chunks, acceptedOf) >= target;
  return {
    isMet,
    isDry: !isMet && chunks.every((chunk) => chunk.isExhausted && chunk.waiting === 0),
    shares,
    levels,
    allowances: new Map(chunks.map((chunk) => [chunk.id, allowanceOf(chunk, needOf(chunk))])),
    pagesWanted: chunks
      .filter((chunk) => !chunk.isExhausted && chunk.waiting < waitingWanted(chunk, needOf(chunk)))
      .map((chunk) => chunk.id),
  };
}

/** Some claims fail, so a quarter more than needed (and two) may be in flight; the caller accepts up to the share. */
function allowanceOf({ waiting, inFlight }: ChunkState, need: number): number {
  const most = need > 0 ? Math.ceil(need * 1.25) + 2 : 0;
  return Math.max(0, Math.min(waiting, most) - inFlight);
}

const yieldOf = ({ accepted, decided }: ChunkState) =>
  Math.max(MIN_YIELD, (accepted + PRIOR.accepted) / (decided + PRIOR.decided));

const waitingWanted = (chunk: ChunkState, need: number): number =>
  Math.min(MAX_WAITING, Math.ceil(need / yieldOf(chunk)));

function sharesOf(
  target: number,
  labels: ReadonlyMap<string, readonly ChunkState[]>,
): Map<string, number> {
  const needs = [...labels.values()].map((group) => ({
    floor: sum(group, acceptedOf),
    capacity: sum(group, capacityOf),
    weight: 1,
  }));
  const part = target / Math.max(1, needs.length);
  const isBehind = needs.some(
    ({ floor, capacity }) => floor < Math.floor(part) && capacity >= Math.floor(part),
  );
  // While one label can still come up to an even part, the others are given no more than theirs.
  const lanes = needs.map((need) =>
    isBehind
      ? { ...need, capacity: Math.min(need.capacity, Math.max(need.floor, Math.ceil(part))) }
      : need,
  );
  const filled = shareFairly(target, lanes);
  return new Map([...labels.keys()].map((label, i) => [label, filled[i] ?? 0]));
}

/** A label's share over its chunks: the lowest tier first, each above it for what is left over. */
function fillTiers(share: number, group: readonly ChunkState[], levels: Map<string, number>): void {
  let left = share - sum(group, acceptedOf);
  const tiers = [...Map.groupBy(group, ({ tier }) => tier)].sort(([a], [b]) => a - b);
  for (const [, chunks] of tiers) {
    const floor = sum(chunks, acceptedOf);
    const filled = fillTier(floor + Math.max(0, left), chunks);
    for (const [i, { id }] of chunks.entries()) levels.set(id, filled[i] ?? 0);
    left -= filled.reduce((total, level) => total + level, 0) - floor;
  }
}

/** Chunks that rest keep what they have found; they are asked for more only where nobody can stand in for them. */
function fillTier(total: number, chunks: readonly ChunkState[]): number[] {
  const lanes = chunks.map((chunk) => ({
    floor: chunk.accepted,
    capacity: chunk.isResting ? chunk.accepted + chunk.waiting : capacityOf(chunk),
    weight: weightOf(chunk),
  }));
  const levels = shareFairly(total, lanes);
  if (levels.reduce((given, level) => given + level, 0) >= total) return levels;
  const all = chunks.map((chunk, i) => ({
    floor: levels[i] ?? 0,
    capacity: capacityOf(chunk),
    weight: weightOf(chunk),
  }));
  return shareFairly(total, all);
}

const weightOf = (chunk: ChunkState) =>
  chunk.decided < FAIR_TRY
    ? Math.max(PRIOR.accepted / PRIOR.decided, yieldOf(chunk))
    : yieldOf(chunk);

const acceptedOf = ({ accepted }: ChunkState) => accepted;

/** The most images a chunk can still end with. */
const capacityOf = (chunk: ChunkState) =>
  chunk.isExhausted ? chunk.accepted + chunk.waiting : Number.POSITIVE_INFINITY;

const sum = (chunks: readonly ChunkState[], of: (chunk: ChunkState) => number) =>
  chunks.reduce((total, chunk) => total + of(chunk), 0);
