import type { DatasetHealth } from "./dataset";
import { concernsOf, factsOf, isCrawling, keptOf, type Patient } from "./health-facts";
import { nextSteps } from "./health-steps";

const listOf = new Intl.ListFormat("en");
const GRADE_WORDS = {
  poor: "Not fit for training yet",
  fair: "Usable, with something to mend",
  good: "Fit for training",
} as const;

/** How fit a dataset is for training, why, and the most that can be gained next. */
export function healthOf(patient: Patient): DatasetHealth {
  const facts = factsOf(patient);
  const next = nextSteps(patient);
  if (keptOf(patient) === 0) {
    const summary = isCrawling(patient)
      ? "The first pictures are on their way."
      : "There is nothing in it yet.";
    return { grade: "empty", summary, facts, next };
  }
  const concerns = concernsOf(patient);
  const [worst] = concerns;
  if (!worst) return { grade: "good", summary: `${GRADE_WORDS.good}.`, facts, next };
  const grade = concerns.some(({ isSerious }) => isSerious) ? "poor" : "fair";
  const words = listOf.format(concerns.map(({ text }) => text));
  return { grade, summary: `${GRADE_WORDS[grade]}: ${words}.`, facts, next };
}
