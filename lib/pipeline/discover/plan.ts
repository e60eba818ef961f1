/** One keyword on one source, counted from rows. */
export interface ChunkState {
  readonly id: string;
  readonly keyword: string;
  readonly source: string;
  /** Candidates found so far, whatever became of them. */
  readonly found: number;
  readonly accepted: number;
  /** Found and undecided, those in flight included. */
  readonly waiting: number;
  readonly inFlight: number;
  /** The source has no further page. */
  readonly isExhausted: boolean;
}

export interface Plan {
  readonly isMet: boolean;
  /** Short of the target, with nothing waiting and nothing left to find. */
  readonly isDry: boolean;
  /** How many pictures of each chunk the dataset should end up with as things stand; never fewer than it has. */
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

/**
 * Shares `maxImages` out evenly over keywords, and each keyword's part evenly over its sources. What a chunk that ran
 * dry cannot give goes to the others: of its own keyword first, then to all. Pure; call again whenever rows changed.
 */
export function planCrawl(maxImages: number, chunks: readonly ChunkState[]): Plan {
  const levels = levelsOf(maxImages, chunks);
  const needOf = (chunk: ChunkState) => (levels.get(chunk.id) ?? 0) - chunk.accepted;
  const accepted = sum(chunks.map((chunk) => chunk.accepted));
  const isMet = accepted >= maxImages;
  return {
    isMet,
    isDry: !isMet && chunks.every((chunk) => chunk.isExhausted && chunk.waiting === 0),
    levels,
    allowances: new Map(chunks.map((chunk) => [chunk.id, allowanceOf(chunk, needOf(chunk))])),
    pagesWanted: chunks
      .filter((chunk) => !chunk.isExhausted && chunk.waiting < waitingWanted(chunk, needOf(chunk)))
      .map((chunk) => chunk.id),
  };
}

/** Some claims fail, so a quarter more than needed (and two) may be in flight; the caller accepts up to the level. */
function allowanceOf({ waiting, inFlight }: ChunkState, need: number): number {
  const most = need > 0 ? Math.ceil(need * 1.25) + 2 : 0;
  return Math.max(0, Math.min(waiting, most) - inFlight);
}

function waitingWanted({ found, waiting, accepted }: ChunkState, need: number): number {
  const decided = found - waiting;
  const yieldRate = (accepted + PRIOR.accepted) / (decided + PRIOR.decided);
  return Math.min(MAX_WAITING, Math.ceil(need / Math.max(MIN_YIELD, yieldRate)));
}

function levelsOf(maxImages: number, chunks: readonly ChunkState[]): Map<string, number> {
  const keywords = [...Map.groupBy(chunks, (chunk) => chunk.keyword).values()];
  const shares = fillEvenly(
    maxImages,
    keywords.map((group) => ({
      floor: sum(group.map((chunk) => chunk.accepted)),
      capacity: sum(group.map(capacityOf)),
    })),
  );
  const perChunk = keywords.flatMap((group, i) => {
    const lanes = group.map((chunk) => ({ floor: chunk.accepted, capacity: capacityOf(chunk) }));
    return fillEvenly(shares[i] ?? 0, lanes).map(
      (level, j) => [group[j]?.id ?? "", level] as const,
    );
  });
  return new Map(perChunk);
}

/** The most images a chunk can still end with. */
const capacityOf = (chunk: ChunkState) =>
  chunk.isExhausted ? chunk.accepted + chunk.waiting : Number.POSITIVE_INFINITY;

interface Lane {
  readonly floor: number;
  readonly capacity: number;
}

/**
 * Max-min fair division in whole numbers: every lane is filled to the same height, but never under its floor or over
 * its capacity. What does not divide goes to the first lanes. Gives more than `total` only where the floors demand it.
 */
function fillEvenly(total: number, lanes: readonly Lane[]): number[] {
  const at = (height: number) =>
    lanes.map(({ floor, capacity }) => Math.max(floor, Math.min(capacity, height)));
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sum(at(middle)) <= total) low = middle;
    else high = middle - 1;
  }
  const levels = at(low);
  const above = at(low + 1);
  let left = total - sum(levels);
  return levels.map((level, i) => {
    const canGrow = left > 0 && (above[i] ?? 0) > level;
    if (canGrow) left--;
    return canGrow ? level + 1 : level;
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
