import { describe, expect, test } from "vitest";
import { type ChunkState, planCrawl } from "@/lib/pipeline/discover/plan";

const chunk = (state: Partial<ChunkState> = {}): ChunkState => ({
  id: "c",
  label: "cat",
  tier: 0,
  decided: 0,
  accepted: 0,
  waiting: 0,
  inFlight: 0,
  isExhausted: false,
  isResting: false,
  ...state,
});
const levels = (maxImages: number, chunks: ChunkState[]) => [
  ...planCrawl(maxImages, chunks).levels.values(),
];

const dry = { isExhausted: true };

describe("shares", () => {
  test("are even over labels first, however many chunks each has, then over a label's chunks", () => {
    const chunks = [
      chunk({ id: "1", label: "cat" }),
      chunk({ id: "2", label: "cat" }),
      chunk({ id: "3", label: "dog" }),
    ];
    expect(levels(100, chunks)).toEqual([25, 25, 50]);
    expect(levels(3, chunks)).toEqual([1, 1, 1]);
    expect(levels(1, chunks)).toEqual([1, 0, 0]);
    expect([...planCrawl(100, chunks).shares]).toEqual([
      ["cat", 50],
      ["dog", 50],
    ]);
  });

  test("of a dry chunk go to its label's others, of a dry label to the others when they have their own part", () => {
    const short = { ...dry, accepted: 4, waiting: 1 };
    const chunks = (accepted: number) => [
      chunk({ id: "1", label: "cat", ...short }),
      chunk({ id: "2", label: "cat", accepted }),
      chunk({ id: "3", label: "dog", ...short }),
    ];
    expect(levels(100, chunks(0))).toEqual([5, 45, 5]);
    expect(levels(100, chunks(45))).toEqual([5, 45, 5]);
    expect(levels(100, chunks(46))).toEqual([5, 90, 5]);
  });

  test("never fall under what is accepted already", () => {
    const chunks = [chunk({ id: "1", accepted: 40 }), chunk({ id: "2", label: "dog" })];
    expect(levels(50, chunks)).toEqual([40, 10]);
    expect(levels(30, chunks)).toEqual([40, 0]);
  });

  test("follow what was seen to come of a chunk: twice the yield, twice the part", () => {
    const rich = chunk({ id: "1", decided: 990, accepted: 594 });
    const poor = chunk({ id: "2", decided: 990, accepted: 294 });
    const [first = 0, second = 0] = levels(3000, [rich, poor]);
    expect(first + second).toBe(3000);
    expect(first / second).toBeCloseTo(2, 2);
  });

  test("of a chunk that begins badly stay until it had a fair try", () => {
    const good = chunk({ id: "1", decided: 40, accepted: 24 });
    const bad = (decided: number) => chunk({ id: "2", decided });
    expect(levels(100, [good, bad(19)])).toEqual([50, 50]);
    const [first = 0, second = 0] = levels(100, [good, bad(20)]);
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThan(first / 2);
  });

  test("of an expansion are what the given keywords of its label cannot give", () => {
    const chunks = (given: Partial<ChunkState>) => [
      chunk({ id: "1", label: "cat", ...given }),
      chunk({ id: "2", label: "cat", tier: 1 }),
      chunk({ id: "3", label: "cat", tier: 2 }),
      chunk({ id: "4", label: "dog" }),
    ];
    expect(levels(100, chunks({}))).toEqual([50, 0, 0, 50]);
    expect(levels(100, chunks({ ...dry, accepted: 10, waiting: 5 }))).toEqual([15, 35, 0, 50]);
    const plan = planCrawl(100, chunks({}));
    expect(plan.pagesWanted).toEqual(["1", "4"]);
  });

  test("of a chunk whose source does not answer go to its label's others, and to no other label", () => {
    const down = chunk({ id: "1", label: "cat", accepted: 5, waiting: 3, isResting: true });
    const chunks = [down, chunk({ id: "2", label: "cat" }), chunk({ id: "3", label: "dog" })];
    expect(levels(100, chunks)).toEqual([8, 42, 50]);
    expect(levels(100, [down, chunk({ id: "3", label: "dog" })])).toEqual([50, 50]);
    expect(planCrawl(100, [down]).isDry).toBe(false);
  });

  test("of an expansion count what it has given already, should its keyword find more", () => {
    const chunks = [chunk({ id: "1", accepted: 3 }), chunk({ id: "2", tier: 1, accepted: 8 })];
    expect(levels(20, chunks)).toEqual([12, 8]);
  });
});

describe("claims", () => {
  test("stop at the level, and in flight exceed the need by a quarter and two", () => {
    const allowance = (state: Partial<ChunkState>) =>
      planCrawl(40, [chunk({ waiting: 500, ...state })]).allowances.get("c");
    expect(allowance({})).toBe(52);
    expect(allowance({ inFlight: 50 })).toBe(2);
    expect(allowance({ accepted: 39 })).toBe(4);
    expect(allowance({ accepted: 40 })).toBe(0);
    expect(allowance({ waiting: 3 })).toBe(3);
    expect(allowance({ waiting: 3, inFlight: 3 })).toBe(0);
  });

  test("a yield of 60 % keeps 32 in flight as long as 24 are needed", () => {
    expect(planCrawl(24, [chunk({ waiting: 200 })]).allowances.get("c")).toBe(32);
  });
});

describe("pages", () => {
  const isWanted = (maxImages: number, state: Partial<ChunkState>) =>
    planCrawl(maxImages, [chunk(state)]).pagesWanted.length === 1;

  test("are wanted while too little waits for what is needed at the measured yield", () => {
    expect(isWanted(60, {})).toBe(true);
    expect(isWanted(60, { waiting: 100 })).toBe(false);
    expect(isWanted(60, { waiting: 99 })).toBe(true);
    expect(isWanted(60, { decided: 200, waiting: 100, accepted: 10 })).toBe(true);
  });

  test("are not wanted beyond 200 waiting, when exhausted, or when the level is reached", () => {
    expect(isWanted(100_000, { waiting: 200 })).toBe(false);
    expect(isWanted(60, { isExhausted: true })).toBe(false);
    expect(isWanted(60, { decided: 100, accepted: 60 })).toBe(false);
  });
});

test("a crawl is met at its target, and dry when nothing waits and nothing is left to find", () => {
  expect(planCrawl(5, [chunk({ accepted: 5, isExhausted: true })])).toMatchObject({
    isMet: true,
    isDry: false,
  });
  const short = { accepted: 4, isExhausted: true };
  expect(planCrawl(5, [chunk(short)])).toMatchObject({ isMet: false, isDry: true });
  expect(planCrawl(5, [chunk({ ...short, waiting: 1 })]).isDry).toBe(false);
  expect(planCrawl(5, [chunk({ accepted: 4 })]).isDry).toBe(false);
});

/** Numbers that are the same in every run. */
function chance(seed: number) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const integer = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  return { random, integer };
}

/** Labels of some keywords on some sources, a part of them expansions. */
function lanesOf({ random, integer }: ReturnType<typeof chance>) {
  const chunks = integer(1, 4);
  return Array.from({ length: integer(1, 6) * chunks }, (_, i) => ({
    ...chunk({
      id: `${i}`,
      label: `l${Math.floor(i / chunks)}`,
      tier: i % chunks > 0 && random() < 0.4 ? 1 : 0,
    }),
  }));
}

test("in any state shares add up, floors hold, and no label is given what a poorer one could have", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const luck = chance(seed);
    const target = luck.integer(1, 400);
    const lanes = lanesOf(luck).map((lane) => {
      const [accepted, waiting] = [luck.integer(0, 60), luck.integer(0, 30)];
      const isExhausted = luck.random() < 0.5;
      const decided = accepted + luck.integer(0, 200);
      const isResting = luck.random() < 0.2;
      return { ...lane, accepted, waiting, decided, isExhausted, isResting };
    });
    const { shares, levels: asked } = planCrawl(target, lanes);
    const capacityOf = ({ isExhausted, accepted, waiting }: ChunkState) =>
      isExhausted ? accepted + waiting : Number.POSITIVE_INFINITY;
    const total = (of: (lane: ChunkState) => number, some = lanes) =>
      some.reduce((sum, lane) => sum + of(lane), 0);
    const floor = total((lane) => lane.accepted);
    const given = [...shares.values()].reduce((sum, share) => sum + share, 0);
    expect(given).toBeLessThanOrEqual(Math.max(target, floor));
    const groups = Map.groupBy(lanes, ({ label }) => label);
    const part = Math.floor(target / groups.size);
    const states = [...groups].map(([label, group]) => ({
      share: shares.get(label) ?? 0,
      floor: total((lane) => lane.accepted, group),
      capacity: total(capacityOf, group),
      level: total((lane) => asked.get(lane.id) ?? 0, group),
    }));
    const isBehind = states.some((state) => state.floor < part && state.capacity >= part);
    if (!isBehind) expect(given).toBe(Math.min(Math.max(target, floor), total(capacityOf)));
    for (const state of states) {
      expect(state.share).toBeGreaterThanOrEqual(state.floor);
      expect(state.share).toBeLessThanOrEqual(state.capacity);
      expect(state.level).toBe(state.share);
      // Whoever has more than another has it already, or the other can give no more.
      for (const other of states)
        if (state.share > other.share + 1)
          expect(state.share === state.floor || other.share === other.capacity).toBe(true);
    }
    for (const lane of lanes) {
      expect(asked.get(lane.id)).toBeGreaterThanOrEqual(lane.accepted);
      expect(asked.get(lane.id)).toBeLessThanOrEqual(capacityOf(lane));
    }
  }
});

/** A crawl in which each chunk has `material` candidates, of which a share turns out well. */
function crawl(seed: number) {
  const luck = chance(seed);
  const { random, integer } = luck;
  const maxImages = integer(1, 300);
  const isPlenty = random() < 0.3;
  const lanes = lanesOf(luck).map((lane) => ({
    ...lane,
    material: isPlenty ? 1500 : integer(0, 120),
    yieldRate: isPlenty ? 0.6 : random(),
  }));
  let steps = 0;
  for (; steps < 20_000; steps++) {
    const plan = planCrawl(maxImages, lanes);
    if (plan.isMet || plan.isDry) break;
    for (const lane of lanes) {
      const need = (plan.levels.get(lane.id) ?? 0) - lane.accepted;
      const claimed = plan.allowances.get(lane.id) ?? 0;
      expect(claimed + lane.inFlight).toBeLessThanOrEqual(
        Math.max(lane.inFlight, Math.ceil(need * 1.25) + 2),
      );
      expect(claimed + lane.inFlight).toBeLessThanOrEqual(lane.waiting);
      lane.inFlight += Math.min(claimed, integer(0, 16));
    }
    for (const lane of lanes.filter(({ id }) => plan.pagesWanted.includes(id))) {
      const page = Math.min(20, lane.material);
      lane.material -= page;
      Object.assign(lane, { waiting: lane.waiting + page, isExhausted: lane.material === 0 });
    }
    for (const lane of lanes) {
      for (let done = integer(0, lane.inFlight); done > 0; done--) {
        const isGood = random() < lane.yieldRate;
        const { shares } = planCrawl(maxImages, lanes);
        const own = lanes.filter(({ label }) => label === lane.label);
        const accepted = own.reduce((sum, each) => sum + each.accepted, 0);
        // A good one beyond its label's share goes back to wait.
        const isBeyond = isGood && accepted >= (shares.get(lane.label) ?? 0);
        Object.assign(lane, {
          inFlight: lane.inFlight - 1,
          waiting: isBeyond ? lane.waiting : lane.waiting - 1,
          decided: isBeyond ? lane.decided : lane.decided + 1,
          accepted: isGood && !isBeyond ? lane.accepted + 1 : lane.accepted,
        });
      }
    }
  }
  return { lanes, steps, maxImages, isPlenty };
}

test("any crawl ends, met or dry, and what is plentiful is shared out evenly", () => {
  for (let seed = 1; seed <= 120; seed++) {
    const { lanes, steps, maxImages, isPlenty } = crawl(seed);
    expect(steps).toBeLessThan(20_000);
    const total = lanes.reduce((sum, lane) => sum + lane.accepted, 0);
    expect(total).toBeLessThanOrEqual(maxImages);
    const usedUp = lanes.every((lane) => lane.isExhausted && lane.waiting === 0);
    if (total < maxImages) expect(usedUp).toBe(true);
    if (!isPlenty) continue;
    const groups = [...Map.groupBy(lanes, ({ label }) => label).values()];
    const perLabel = groups.map((group) => group.reduce((sum, lane) => sum + lane.accepted, 0));
    expect(total).toBe(maxImages);
    expect(Math.max(...perLabel) - Math.min(...perLabel)).toBeLessThanOrEqual(1);
    // What was given was plenty: no expansion was needed.
    for (const group of groups.filter((lanes) => lanes.some(({ tier }) => tier === 0)))
      expect(group.filter(({ tier, accepted }) => tier > 0 && accepted > 0)).toEqual([]);
  }
});
