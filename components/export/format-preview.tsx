import { FileTextIcon, FolderIcon } from "lucide-react";
import { countOf } from "@/components/format";
import { folderSlug } from "@/lib/domain/folder-slug";

const LABELS_SHOWN = 4;
const FILES = [
  ["metadata.csv", "label, size, source, licence and creator of each picture"],
  ["ATTRIBUTION.md", "the credit line of each picture"],
  ["checksums.sha256", "for sha256sum -c"],
  ["README.md", "the dataset card"],
] as const;

/** What the archive will hold, with the dataset's own labels. */
export function FormatPreview({ labels }: { labels: string[] }) {
  const shown = labels.length > 0 ? labels.slice(0, LABELS_SHOWN) : ["label"];
  return (
    <ul
      aria-label="Contents of the export"
      className="grid grid-cols-1 gap-1 rounded-lg border bg-canvas p-3 font-mono text-xs [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-muted-foreground"
    >
      {shown.map((label) => (
        <li key={label} className="flex min-w-0 items-center gap-2">
          <FolderIcon aria-hidden />
          <span className="truncate">{folderSlug(label) || "label-…"}/</span>
          <span className="-ml-2 text-muted-foreground">&lt;id&gt;.&lt;ext&gt;</span>
        </li>
      ))}
      {labels.length > shown.length && (
        <li className="pl-5.5 text-muted-foreground">
          {countOf(labels.length - shown.length, "more label")}
        </li>
      )}
      {FILES.map(([name, meaning]) => (
        <li key={name} className="flex min-w-0 items-baseline gap-2">
          <FileTextIcon aria-hidden className="translate-y-0.5" />
          {name}
          <span className="truncate font-sans text-muted-foreground" title={meaning}>
            {meaning}
          </span>
        </li>
      ))}
    </ul>
  );
}
