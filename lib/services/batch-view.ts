import type { BatchRow } from "@/lib/db/validation-batches";
import type { ValidationBatch } from "@/lib/domain/validation";

const NOTHING = { measured: 0, hidden: 0, shown: 0, unreadable: 0, groups: 0, duplicates: 0 };

export const toBatch = (row: BatchRow): ValidationBatch => ({
  id: row.id,
  datasetId: row.datasetId,
  kind: row.kind,
  level: row.level,
  status: row.status,
  total: row.total,
  done: row.done,
  progress: progressOf(row),
  result: { ...NOTHING, ...row.result },
  error: row.error,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

function progressOf({ status, done, total }: BatchRow): number {
  if (status === "completed") return 100;
  return total > 0 ? Math.min(99, Math.floor((100 * done) / total)) : 0;
}
