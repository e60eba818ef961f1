import { TriangleAlertIcon } from "lucide-react";
import { Note } from "@/components/crawl/note";

/** What is not as it should be, a sentence each. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Note icon={TriangleAlertIcon} tone="warning">
      <ul aria-label="Warnings" className="grid gap-1">
        {warnings.map((warning) => (
          <li key={warning} className="break-words">
            {warning}
          </li>
        ))}
      </ul>
    </Note>
  );
}
