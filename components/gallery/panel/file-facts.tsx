import { CopyButton } from "@/components/copy-button";
import { formatBytes, formatCount } from "@/components/format";
import type { Image } from "@/lib/domain/image";
import { Measurements } from "./measurements";
import { Facts, Section } from "./section";

/** How many entries of the source's own record are listed. */
const METADATA_SHOWN = 50;

/** The file itself: its size, its fingerprints, and what else the source said. */
export function FileFacts({ image }: { image: Image }) {
  const metadata = Object.entries(image.metadata).slice(0, METADATA_SHOWN);
  return (
    <Section title="File">
      <Facts
        rows={[
          ["Name", image.filename],
          ["Dimensions", `${formatCount(image.width)} × ${formatCount(image.height)} px`],
          ["Size", formatBytes(image.sizeBytes)],
          ["Format", image.format.toUpperCase()],
          ["SHA-256", <Hash key="sha256" value={image.sha256} label="Copy the SHA-256" />],
          [
            "Perceptual hash",
            <Hash key="hash" value={image.perceptualHash} label="Copy the perceptual hash" />,
          ],
        ]}
      />
      <Measurements measurements={image.measurements} />
      {metadata.length > 0 && (
        <details className="text-[13px]">
          <summary className="cursor-pointer text-xs text-muted-foreground pointer-coarse:py-3">
            More from the source ({metadata.length})
          </summary>
          <div className="pt-2">
            <Facts
              rows={metadata.map(([name, value]) => [
                name,
                typeof value === "string" ? value : JSON.stringify(value),
              ])}
            />
          </div>
        </details>
      )}
    </Section>
  );
}

function Hash({ value, label }: { value: string; label: string }) {
  return (
    <span className="-my-1 flex items-center gap-1">
      <code className="min-w-0 truncate font-mono text-xs" title={value}>
        {value}
      </code>
      <CopyButton text={value} label={label} />
    </span>
  );
}
