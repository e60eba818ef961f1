import type { DatasetHealth } from "./dataset";
import {
  IMAGES_A_LABEL,
  isCrawling,
  keptOf,
  type Patient,
  percent,
  undecidedOf,
  unknownLicences,
} from "./health-facts";

type Step = DatasetHealth["next"][number] & {
  /** The part of the dataset that is better for it, 0–1, times what it is worth; 0 is not worth a step. */
  readonly gain: number;
};

/** Of what one picture gains by a step, 1 being a picture more: a copy between train and test spoils a score, a decision changes little. */
const WORTH = { picture: 1, duplicate: 2, licence: 0.8, hidden: 0.5, decision: 0.1 } as const;
const MOST_STEPS = 3;
const NAMED = 3;

const pictures = (count: number) =>
  `${count.toLocaleString("en")} ${count === 1 ? "picture" : "pictures"}`;

function crawl(patient: Patient): Step {
  const { datasetId, crawl: last } = patient;
  const kept = keptOf(patient);
  const action = "crawl" as const;
  if (isCrawling(patient)) {
    const path = `/datasets/${datasetId}/crawls/${last?.id}`;
    return { action, text: "See how its crawl gets on.", path, gain: kept === 0 ? 1 : 0 };
  }
  const missing = last?.shortfall ? last.maxImages - last.validImages : 0;
  if (last && missing > 0) {
    const text = `Its last crawl is ${pictures(missing)} short: see what would help.`;
    const path = `/datasets/${datasetId}/crawls/${last.id}`;
    return { action, text, path, gain: (WORTH.picture * missing) / (kept + missing) };
  }
  const goal = IMAGES_A_LABEL.enough * Math.max(1, patient.stats.labels.length);
  const text =
    kept === 0
      ? "Collect the first pictures."
      : `Collect more: ${pictures(goal)} would be ${IMAGES_A_LABEL.enough} for each label.`;
  const gain = (WORTH.picture * Math.max(0, goal - kept)) / goal;
  return { action, text, path: `/crawls/new?datasetId=${datasetId}`, gain };
}

/** What labels lack to be half as large as the largest, the poorest first. */
function balance(patient: Patient): Step {
  const { datasetId, stats } = patient;
  const largest = Math.max(...stats.labels.map(({ count }) => count), 0);
  const poor = stats.labels
    .filter(({ count }) => count < largest / 2)
    .sort((a, b) => a.count - b.count);
  const missing = poor.reduce((sum, { count }) => sum + Math.ceil(largest / 2) - count, 0);
  const named = poor.slice(0, NAMED);
  const words = named.map(({ value, count }) => `“${value}” (${count.toLocaleString("en")})`);
  const more = poor.length > NAMED ? ` and ${poor.length - NAMED} more` : "";
  const query = new URLSearchParams({
    datasetId,
    keywords: named.map(({ value }) => value).join(","),
  });
  return {
    action: "balance-labels",
    text: `Search more for ${words.join(", ")}${more}.`,
    path: `/crawls/new?${query}`,
    gain: isCrawling(patient) ? 0 : (WORTH.picture * missing) / (keptOf(patient) + missing || 1),
  };
}

/** The steps that gain something, the most first; exporting is what is left when little is. */
export function nextSteps(patient: Patient): DatasetHealth["next"] {
  const { datasetId, stats, unmeasured } = patient;
  const kept = keptOf(patient);
  const dataset = `/datasets/${datasetId}`;
  const undecided = undecidedOf(patient);
  const unknown = unknownLicences(patient);
  const { open, groups, images } = stats.duplicates;
  const copies = groups > 0 ? (images * open) / groups : 0;
  const all = Math.max(1, kept + stats.hidden);
  const steps: Step[] = [
    crawl(patient),
    balance(patient),
    {
      action: "validate",
      text: `Measure ${pictures(unmeasured)} with the present checks.`,
      path: `${dataset}/quality#checks`,
      gain: unmeasured / all,
    },
    {
      action: "review-duplicates",
      text: `Look through ${open.toLocaleString("en")} ${open === 1 ? "group" : "groups"} of duplicates.`,
      path: `${dataset}/duplicates`,
      gain: (WORTH.duplicate * copies) / all,
    },
    {
      action: "complete-licences",
      text: `Look at the ${pictures(unknown)} without a known licence.`,
      path: `${dataset}?licence=unknown`,
      gain: (WORTH.licence * unknown) / all,
    },
    {
      action: "review-issues",
      text: `Look at what the checks hide: ${pictures(stats.hidden)}, ${percent(stats.hidden / all)}.`,
      path: `${dataset}/quality#checks`,
      gain: (WORTH.hidden * stats.hidden) / all,
    },
    {
      action: "decide",
      text: `Decide on ${pictures(undecided)}.`,
      path: `${dataset}?decision=undecided`,
      gain: kept > 0 ? (WORTH.decision * undecided) / all : 0,
    },
    {
      action: "export",
      text: "Export it.",
      path: `${dataset}/exports`,
      // More than deciding on everything could gain is worth a look first.
      gain: kept > 0 ? WORTH.decision / 2 : 0,
    },
  ];
  return steps
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain)
    .slice(0, MOST_STEPS)
    .map(({ action, text, path }) => ({ action, text, path }));
}
