"use client";
import { ImageOffIcon, ImagesIcon } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { ProblemNote } from "@/components/dataset/problem-note";
import { countOf, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Spinner } from "@/components/ui/spinner";
import type { DatasetStats } from "@/lib/domain/dataset";
import type { Decision } from "@/lib/domain/image";
import { FilterBar } from "./filter-bar";
import { countFilters, filterParsers, NO_FILTERS, toImageQuery } from "./filters";
import { Grid } from "./grid";
import { GridSkeleton } from "./grid-skeleton";
import { KeysDialog } from "./keys-dialog";
import { ImagePanel } from "./panel/image-panel";
import { TILE_SIZES, Toolbar } from "./toolbar";
import { useCurate } from "./use-curate";
import { useCursor } from "./use-cursor";
import { useGalleryKeys } from "./use-gallery-keys";
import { useGridLayout } from "./use-grid-layout";
import { type FirstPage, useImage, useImages, useStats } from "./use-images";
import { useStored } from "./use-stored";
import { Viewer } from "./viewer";

/** The pictures of a dataset: filtered, looked at and decided on. */
export function Gallery({
  datasetId,
  stats: firstStats,
  first,
}: {
  datasetId: string;
  stats: DatasetStats;
  first: FirstPage;
}) {
  const [filters, setFilters] = useQueryStates(filterParsers);
  const query = useMemo(() => toImageQuery(filters), [filters]);
  const list = useImages(datasetId, query, first);
  const { images, hasNextPage, isFetching, fetchNextPage } = list;
  const stats = useStats(datasetId, firstStats);
  const curate = useCurate(datasetId);
  const cursor = useCursor(images);
  const { image, error: imageError } = useImage(cursor.activeId, images);

  const [storedSize, setStoredSize] = useStored("gallery-tile-size", String(TILE_SIZES.usual));
  const [crop, setCrop] = useStored("gallery-crop", "on");
  const [letters, setLetters] = useStored("gallery-letter-keys", "on");
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isViewing, setViewing] = useState(false);
  const size = Number(storedSize) || TILE_SIZES.usual;
  const area = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const layout = useGridLayout(area, useDeferredValue(size));

  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const openActive = () => {
    const target = image ?? images[0];
    if (target) cursor.open(target.id);
  };
  const decide = (decision: Decision) => image && curate.decide(image, decision);
  const nextUndecided = () => {
    const next = images.findIndex(
      ({ decision }, index) => index > cursor.activeIndex && decision === "undecided",
    );
    if (next >= 0) return cursor.select(next);
    if (hasNextPage) loadMore();
    else toast("No undecided picture below");
  };
  useGalleryKeys(
    {
      move: ({ pictures = 0, rows = 0 }) => {
        const by = pictures + rows * (layout?.columns ?? 1);
        const next = cursor.activeIndex + by;
        if (cursor.activeIndex < 0) cursor.select(0);
        else if (next >= 0 && next < images.length) cursor.select(next);
      },
      first: () => cursor.select(0),
      last: () => cursor.select(images.length - 1),
      open: openActive,
      close: cursor.close,
      togglePanel: cursor.isOpen ? cursor.close : openActive,
      view: () => setViewing((isOpen) => !isOpen && image !== null),
      accept: () => decide("accepted"),
      reject: () => decide("rejected"),
      clear: () => decide("undecided"),
      nextUndecided,
      undo: () => curate.undo() ?? toast("Nothing to undo"),
      redo: () => curate.redo() ?? toast("Nothing to redo"),
      help: () => setHelpOpen(true),
    },
    letters === "on",
  );

  const hasFilters = countFilters(filters) > 0;
  return (
    <div className="flex min-h-0 flex-1">
      <div className="min-w-0 flex-1 px-4 pt-3 pb-10 sm:px-6">
        <FilterBar filters={filters} stats={stats} onChange={(change) => void setFilters(change)} />
        <Toolbar
          summary={
            <>
              {hasNextPage
                ? `${formatCount(images.length)}+ pictures`
                : countOf(images.length, "picture")}
              {list.isPlaceholderData && <Spinner className="ml-2 inline size-3.5" />}
            </>
          }
          sort={filters.sort}
          size={size}
          isCropped={crop === "on"}
          isPanelOpen={cursor.isOpen}
          onSort={(sort) => void setFilters({ sort })}
          onSize={(next) => setStoredSize(String(next))}
          onCropped={(isCropped) => setCrop(isCropped ? "on" : "off")}
          onPanel={cursor.isOpen ? cursor.close : openActive}
          onHelp={() => setHelpOpen(true)}
        />
        {list.error && <ProblemNote title="The pictures could not be loaded" error={list.error} />}
        <div ref={area} className="pt-1">
          {images.length === 0 && !list.isPending && !list.error && (
            <NoPictures
              datasetId={datasetId}
              hasFilters={hasFilters}
              onClear={() => void setFilters(NO_FILTERS)}
            />
          )}
          {(list.isPending || (!layout && images.length > 0)) && <GridSkeleton />}
          {layout && images.length > 0 && (
            <Grid
              ref={grid}
              images={images}
              layout={layout}
              activeIndex={cursor.activeIndex}
              isCropped={crop === "on"}
              isBusy={isFetching}
              hasMore={hasNextPage}
              onMore={loadMore}
              onOpen={cursor.open}
            />
          )}
          {list.isFetchingNextPage && <Spinner label="Loading more" className="mx-auto my-6" />}
        </div>
      </div>
      {cursor.isOpen && (
        <ImagePanel
          image={image}
          error={imageError}
          place={{ index: cursor.activeIndex, count: images.length, hasMore: hasNextPage }}
          labels={stats.labels.map(({ value }) => value)}
          curate={curate}
          onStep={(by) => cursor.select(cursor.activeIndex + by)}
          onDelete={async (imageId) => {
            await curate.remove.mutateAsync(imageId);
            const next = images[cursor.activeIndex + 1] ?? images[cursor.activeIndex - 1];
            if (next) cursor.open(next.id);
            else cursor.close();
          }}
          onFilter={(change) => {
            cursor.close();
            void setFilters({ ...NO_FILTERS, ...change });
          }}
          onOpen={cursor.open}
          onView={() => setViewing(true)}
          onClose={cursor.close}
        />
      )}
      {isViewing && image && <Viewer image={image} onClose={() => setViewing(false)} />}
      <KeysDialog
        isOpen={isHelpOpen}
        onOpenChange={setHelpOpen}
        areLettersOn={letters === "on"}
        onLetters={(areOn) => setLetters(areOn ? "on" : "off")}
      />
    </div>
  );
}

function NoPictures({
  datasetId,
  hasFilters,
  onClear,
}: {
  datasetId: string;
  hasFilters: boolean;
  onClear: () => void;
}) {
  return hasFilters ? (
    <Empty
      icon={ImageOffIcon}
      title="No picture matches these filters"
      action={<Button onClick={onClear}>Clear all filters</Button>}
    />
  ) : (
    <Empty
      icon={ImagesIcon}
      title="No pictures yet"
      text="A crawl finds pictures for your keywords, checks them, and puts the good ones here."
      action={
        <Button asChild>
          <Link href={`/crawls/new?datasetId=${datasetId}`}>New crawl</Link>
        </Button>
      }
    />
  );
}
