import { type CrawlJob, isFinished } from "./crawl-job";
import type { DatasetHealth, DatasetStats } from "./dataset";

/** What is known of a dataset when its health is judged. */
export interface Patient {
  readonly datasetId: string;
  readonly stats: DatasetStats;
  /** Pictures that the present checks have not measured. */
  readonly unmeasured: number;
  /** The newest crawl; null where there was none. */
  readonly crawl: Pick<
    CrawlJob,
    "id" | "status" | "maxImages" | "validImages" | "shortfall"
  > | null;
}

export const isCrawling = ({ crawl }: Patient): boolean =>
  crawl !== null && !isFinished(crawl.status);

export const keptOf = ({ stats }: Patient): number =>
  stats.sources.reduce((sum, { count }) => sum + count, 0);

/** Below the first a class teaches a model next to nothing, from the second on fine-tuning is usually worth it. */
export const IMAGES_A_LABEL = { few: 20, enough: 100 } as const;
/** Smallest label to largest. A tenth and less is what courses call severe, a half needs no remedy. */
const BALANCE = { severe: 0.1, even: 0.5 } as const;
/** The side that the usual backbones take; what is smaller is scaled up for them. */
const USUAL_SIDE = 224;
const KNOWN_LICENCES = { few: 0.5, enough: 0.99 } as const;
/** More than this part hidden says that the crawl or the rules are off. */
const MUCH_HIDDEN = 0.2;

export interface Concern {
  /** As it ends a sentence. */
  readonly text: string;
  readonly isSerious: boolean;
}

const count = (value: number) => value.toLocaleString("en");
/** In whole per cent; what is not all is never called 100. */
export const percent = (share: number): string =>
  `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100} %`;

const countIn = (list: DatasetStats["licences"], value: string) =>
  list.find((each) => each.value === value)?.count ?? 0;

export const unknownLicences = ({ stats }: Patient) => countIn(stats.licences, "unknown");
const licenceShare = (patient: Patient) =>
  1 - unknownLicences(patient) / Math.max(1, keptOf(patient));

/** Shown, and nobody has decided on it. */
export const undecidedOf = ({ stats }: Patient) => countIn(stats.decisions, "undecided");

const smallestLabel = ({ stats }: Patient) =>
  Math.min(...stats.labels.map((label) => label.count), Number.POSITIVE_INFINITY);
const largestLabel = ({ stats }: Patient) =>
  Math.max(...stats.labels.map((label) => label.count), 0);
/** Null where there is but one label. */
const balanceOf = (patient: Patient) =>
  patient.stats.labels.length < 2 ? null : smallestLabel(patient) / largestLabel(patient);

const hiddenShare = (patient: Patient) => {
  const { hidden } = patient.stats;
  return hidden / Math.max(1, hidden + keptOf(patient));
};
const isSmall = ({ stats: { sizes } }: Patient) =>
  Math.min(sizes.medianWidth ?? USUAL_SIDE, sizes.medianHeight ?? USUAL_SIDE) < USUAL_SIDE;

/** What stands against training on it, the gravest kinds first. */
export function concernsOf(patient: Patient): Concern[] {
  const { stats, unmeasured } = patient;
  const balance = balanceOf(patient);
  const share = licenceShare(patient);
  const fewest = smallestLabel(patient);
  const all: (Concern & { isSo: boolean })[] = [
    {
      isSo: fewest < IMAGES_A_LABEL.enough,
      isSerious: fewest < IMAGES_A_LABEL.few,
      text: `${stats.labels.length > 1 ? "its smallest label" : "it"} has only ${count(fewest)} ${fewest === 1 ? "picture" : "pictures"}`,
    },
    {
      isSo: balance !== null && balance < BALANCE.even,
      isSerious: balance !== null && balance < BALANCE.severe,
      text: "its labels are uneven",
    },
    {
      isSo: stats.duplicates.open > 0,
      isSerious: false,
      text: `${count(stats.duplicates.open)} ${stats.duplicates.open === 1 ? "group of duplicates waits" : "groups of duplicates wait"} for a decision`,
    },
    {
      isSo: share < KNOWN_LICENCES.enough,
      isSerious: share < KNOWN_LICENCES.few,
      text: `${percent(1 - share)} have no known licence`,
    },
    {
      isSo: hiddenShare(patient) > MUCH_HIDDEN,
      isSerious: false,
      text: `the checks hide ${percent(hiddenShare(patient))}`,
    },
    { isSo: isSmall(patient), isSerious: false, text: "most of its pictures are small" },
    {
      isSo: unmeasured > 0,
      isSerious: false,
      text: `${count(unmeasured)} ${unmeasured === 1 ? "is" : "are"} not measured yet`,
    },
  ];
  return all.filter(({ isSo }) => isSo).map(({ text, isSerious }) => ({ text, isSerious }));
}

/** The numbers behind the grade; `isFine` is null where there is no right or wrong. */
export function factsOf(patient: Patient): DatasetHealth["facts"] {
  const { stats, unmeasured } = patient;
  const kept = keptOf(patient);
  const pictures = { name: "Pictures", value: count(kept), isFine: null };
  if (kept === 0) return [{ ...pictures, isFine: isCrawling(patient) ? null : false }];
  const balance = balanceOf(patient);
  const fewest = smallestLabel(patient);
  const { medianWidth, medianHeight } = stats.sizes;
  return [
    pictures,
    {
      name: stats.labels.length > 1 ? "Smallest label" : "In its label",
      value: count(fewest),
      isFine: fewest >= IMAGES_A_LABEL.enough,
    },
    ...(balance === null
      ? []
      : [
          { name: "Smallest to largest", value: percent(balance), isFine: balance >= BALANCE.even },
        ]),
    {
      name: "Known licences",
      value: percent(licenceShare(patient)),
      isFine: licenceShare(patient) >= KNOWN_LICENCES.enough,
    },
    {
      name: "Open duplicates",
      value: count(stats.duplicates.open),
      isFine: stats.duplicates.open === 0,
    },
    {
      name: "Hidden by checks",
      value: count(stats.hidden),
      isFine: hiddenShare(patient) <= MUCH_HIDDEN,
    },
    { name: "Undecided", value: count(undecidedOf(patient)), isFine: null },
    { name: "Not measured", value: count(unmeasured), isFine: unmeasured === 0 },
    {
      name: "Usual size",
      value: `${count(Math.round(medianWidth ?? 0))} × ${count(Math.round(medianHeight ?? 0))}`,
      isFine: !isSmall(patient),
    },
  ];
}
