import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { request } from "@/components/api";
import { ProblemNote } from "@/components/dataset/problem-note";
import { Thumbnail } from "@/components/dataset/thumbnail";
import { countOf } from "@/components/format";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { getImageNeighbours } from "@/lib/contract/curation";
import type { Neighbour } from "@/lib/domain/curation";
import { Section } from "./section";

const SHOWN = 12;
/** Up to here two pictures show the same, as far as their hashes tell; beyond they only look alike. */
const SAME_BITS = 64;
/** Beyond this, likeness is chance: distinct photographs were measured 88 bits apart and more. */
const ALIKE_BITS = 84;

/** The pictures that look most like this one, also in other datasets of one's own. */
export function Neighbours({
  imageId,
  onOpen,
  onAll,
}: {
  imageId: string;
  onOpen: (imageId: string) => void;
  /** Orders the whole gallery by likeness. */
  onAll: () => void;
}) {
  const found = useQuery({
    queryKey: ["image-neighbours", imageId],
    queryFn: ({ signal }) => request(getImageNeighbours, { imageId, limit: SHOWN }, { signal }),
    staleTime: 60_000,
  });
  const items = found.data?.items.filter(({ distance }) => distance <= ALIKE_BITS) ?? [];
  const elsewhere = new Map(
    items
      .filter(({ isElsewhere, distance }) => isElsewhere && distance <= SAME_BITS)
      .map((each) => [each.image.datasetId, each]),
  );
  return (
    <Section title="Looks like this">
      {[...elsewhere.values()].map(({ image, datasetName }) => (
        <p key={image.id} className="text-[13px]">
          Already in dataset{" "}
          <Link
            href={to(`/datasets/${image.datasetId}?image=${image.id}`)}
            className="font-medium underline underline-offset-3"
          >
            {datasetName}
          </Link>
          .
        </p>
      ))}
      {found.isPending && <Skeleton className="h-20" />}
      {found.error && <ProblemNote title="The neighbours could not be read" error={found.error} />}
      {found.data && items.length === 0 && (
        <p className="text-[13px] text-muted-foreground">No other picture comes near.</p>
      )}
      {items.length > 0 && (
        <ul className="grid grid-cols-4 gap-1.5">
          {items.map((neighbour) => (
            <li key={neighbour.image.id}>
              <NeighbourTile neighbour={neighbour} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
      <Button variant="outline" size="sm" className="justify-self-start" onClick={onAll}>
        Order the gallery by likeness
      </Button>
    </Section>
  );
}

function NeighbourTile({
  neighbour: { image, datasetName, isElsewhere, distance },
  onOpen,
}: {
  neighbour: Neighbour;
  onOpen: (imageId: string) => void;
}) {
  const where = isElsewhere ? `, in ${datasetName}` : "";
  const name = `${image.label}, ${countOf(distance, "bit")} away${where}`;
  const classes = "block w-full overflow-hidden rounded-md border bg-canvas text-left";
  const content: ReactNode = (
    <>
      <Thumbnail
        imageId={image.id}
        alt=""
        side={80}
        className="aspect-square w-full object-cover"
      />
      <span
        aria-hidden
        className="block truncate px-1 py-0.5 text-[11px] text-muted-foreground tabular-nums"
      >
        {isElsewhere ? datasetName : countOf(distance, "bit")}
      </span>
    </>
  );
  if (isElsewhere)
    return (
      <Link
        href={to(`/datasets/${image.datasetId}?image=${image.id}`)}
        aria-label={name}
        title={name}
        className={classes}
      >
        {content}
      </Link>
    );
  return (
    <button
      type="button"
      onClick={() => onOpen(image.id)}
      aria-label={name}
      title={name}
      className={classes}
    >
      {content}
    </button>
  );
}
