import { SIGNAL_LABELS, type Signal } from "@/lib/domain/image";
import type { SourceKind } from "@/lib/domain/source";
import type { Sample } from "./exporter";
import { escapeMarkdown, plural, table } from "./markdown";

const UPLOAD: SourceKind = "upload";

interface Tally {
  /** Pictures whose publisher stated an opt-out. */
  imageCount: number;
  /** Of those, the ones that the owner brought along. */
  uploadedCount: number;
  readonly bySignal: Map<Signal["signal"], number>;
}

/** Counts pictures that were taken against a stated opt-out, each once for each signal that stated it. */
export function consentTally() {
  const tally: Tally = { imageCount: 0, uploadedCount: 0, bySignal: new Map() };
  return {
    add({ signals, source }: Pick<Sample, "signals" | "source">) {
      const against = signals.filter(({ allows }) => !allows).map(({ signal }) => signal);
      if (against.length > 0) tally.imageCount += 1;
      if (against.length > 0 && source === UPLOAD) tally.uploadedCount += 1;
      for (const signal of new Set(against))
        tally.bySignal.set(signal, (tally.bySignal.get(signal) ?? 0) + 1);
    },
    total: (): Tally => tally,
  };
}

/** What the dataset card says about opt-outs: which were respected, and which were not and why. */
export function consentSection(
  { imageCount, uploadedCount, bySignal }: Tally,
  reasons: readonly string[],
): string {
  if (imageCount === 0) return `## Consent\n\nOpt-outs were respected: ${RESPECTED}`;
  const rows = [...bySignal]
    .sort(([, a], [, b]) => b - a)
    .map(([signal, count]) => [SIGNAL_LABELS[signal], count]);
  const were = imageCount === 1 ? "was" : "were";
  return [
    "## Consent",
    `**${plural(imageCount, "picture", "pictures")} ${were} taken against a stated opt-out**, as the owner of the dataset decided. What each\npublisher said is in the \`signals\` column of \`metadata.csv\`.`,
    table(["Stated in", "Pictures"], rows),
    uploadedCount > 0 &&
      `Uploaded by the owner, who answers for them: ${plural(uploadedCount, "picture", "pictures")}.`,
    reasons.length > 0 && "The owner's reasons:",
    reasons.map((reason) => `- ${escapeMarkdown(reason)}`).join("\n"),
  ]
    .filter(Boolean)
    .join("\n\n");
}

const RESPECTED = `no picture here was taken against one. Before a picture was downloaded its site's robots.txt and
tdmrep.json and the headers of the answer were read, and then the marks in the file itself (C2PA, IPTC). What they said is in the
\`signals\` column of \`metadata.csv\`.`;
