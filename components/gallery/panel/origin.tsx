import { ExternalLink } from "@/components/dataset/external-link";
import { OutcomeGroupBadge } from "@/components/outcome";
import { RelativeTime } from "@/components/relative-time";
import { type Image, SIGNAL_LABELS } from "@/lib/domain/image";
import type { SetFilters } from "../filters";
import { Facts, Section } from "./section";

/** Where the picture was found, and what its publisher says about such use. */
export function Origin({ image, onFilter }: { image: Image; onFilter: SetFilters }) {
  return (
    <Section title="Where it comes from">
      <Facts
        rows={[
          [
            "Source",
            <FilterLink key="source" onClick={() => onFilter({ source: image.source })}>
              {image.source}
            </FilterLink>,
          ],
          [
            "Keyword",
            <FilterLink key="keyword" onClick={() => onFilter({ keyword: image.keyword })}>
              {image.keyword}
            </FilterLink>,
          ],
          ["Original", <Address key="original" url={image.originalUrl} name="Original file" />],
          ["Page", image.pageUrl && <Address key="page" url={image.pageUrl} name="Page" />],
          ["Downloaded", <RelativeTime key="time" at={image.downloadedAt} />],
        ]}
      />
      {image.signals.length > 0 && (
        <ul className="grid gap-1.5" aria-label="Signals of the publisher">
          {image.signals.map(({ signal, value, allows }) => (
            <li key={`${signal} ${value}`} className="flex items-start gap-2 text-xs">
              <OutcomeGroupBadge group={allows ? "accepted" : "rejected"}>
                {allows ? "Allows" : "Objects"}
              </OutcomeGroupBadge>
              <span className="min-w-0 pt-0.5 break-words">
                {SIGNAL_LABELS[signal]}
                <span className="text-muted-foreground"> {value}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Address({ url, name }: { url: string; name: string }) {
  return (
    <ExternalLink href={url} label={`${name}: ${url}`} className="line-clamp-2 break-all">
      {url}
    </ExternalLink>
  );
}

function FilterLink({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      title="Show only these"
      onClick={onClick}
      className="text-left break-words underline decoration-dotted underline-offset-3 hover:decoration-solid"
    >
      {children}
    </button>
  );
}
