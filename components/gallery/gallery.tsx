"use client";
import { useQueryStates } from "nuqs";
import { useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from "react";
import { ProblemNote } from "@/components/dataset/problem-note";
import { formatCount } from "@/components/format";
import { KeysDialog } from "@/components/keys-dialog";
import { useLabels } from "@/components/label/use-labels";
import { Button } from "@/components/ui/button";
import type { DatasetLabel } from "@/lib/domain/label";
import { Details } from "./details";
import { useCurate } from "./edits/use-curate";
import { FilterBar } from "./filter/bar";
import { valueText } from "./filter/words";
import {
  countFilters,
  filterParsers,
  hiddenView,
  NO_FILTERS,
  type SetFilters,
  toImageQuery,
} from "./filters";
import { GALLERY_KEYS } from "./gallery-keys";
import { type Geometry, geometryOf } from "./grid/geometry";
import { Grid } from "./grid/grid";
import type { TileLook } from "./grid/tile";
import { useBox } from "./grid/use-box";
import { FirstTiles, GridSkeleton } from "./grid-skeleton";
import { labelColour } from "./label-colours";
import type { ImageList } from "./list/image-list";
import { type FirstTiles as First, useImageList } from "./list/use-image-list";
import { ListSummary } from "./list-summary";
import { NoPictures } from "./no-pictures";
import { SaveState } from "./save-state";
import { type Asked, BulkDialog } from "./select/bulk-dialog";
import { SelectionBar } from "./select/selection-bar";
import { useBulk } from "./select/use-bulk";
import { type Cursor, useSelect } from "./select/use-select";
import { createStore } from "./store";
import { Toolbar } from "./toolbar";
import { useDecisions } from "./use-decisions";
import { useStats } from "./use-images";
import { useNavigation } from "./use-navigation";
import { useShortcuts } from "./use-shortcuts";
import { useStored } from "./use-stored";
import { keepViewSettings, type ViewSettings } from "./view-settings";

/** The pictures of a dataset: filtered, looked at and decided on. */
export function Gallery({
  datasetId,
  labels: firstLabels,
  first,
  view: firstView,
  openId,
}: {
  datasetId: string;
  labels: DatasetLabel[];
  first: First;
  view: ViewSettings;
  openId: string | null;
}) {
  const [filters, setFilters] = useQueryStates(filterParsers);
  const query = useMemo(() => toImageQuery(filters), [filters]);
  const listRef = useRef<ImageList>(undefined);
  const geometryRef = useRef<Geometry>(null);
  const area = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);

  const curate = useCurate(datasetId, listRef);
  const { list, error, isPending, isPlaceholderData, isFetching, refetch, reload } = useImageList(
    datasetId,
    query,
    first,
    curate.amend,
  );
  const stats = useStats(datasetId);
  const { data: labels = firstLabels } = useLabels(datasetId, firstLabels);
  const [cursor] = useState(() =>
    createStore<Cursor>({ place: openId ? (list?.placeOf(openId) ?? -1) : -1, openId }),
  );
  const select = useSelect(listRef);
  const bulk = useBulk(datasetId, curate, listRef);
  const navigation = useNavigation({
    datasetId,
    query,
    list: listRef,
    geometry: geometryRef,
    cursor,
    select,
    curate,
  });

  const [view, setView] = useState(firstView);
  const [advancing, setAdvancing] = useStored("gallery-advance", "on");
  const [letters, setLetters] = useStored("gallery-letter-keys", "on");
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isViewing, setViewing] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const decisions = useDecisions({
    list: listRef,
    cursor,
    select,
    curate,
    bulk,
    navigation,
    labels,
    isAdvancing: advancing === "on",
    onAsk: setAsked,
  });

  const box = useBox(area);
  const size = useDeferredValue(view.size);
  const count = list?.count ?? 0;
  const geometry = useMemo(
    () => (box ? geometryOf(box.width, size, count) : null),
    [box, size, count],
  );
  const look = useMemo<TileLook>(
    () => ({
      size: geometry?.tile ?? size,
      isCropped: view.isCropped,
      colourOf: labelColour(labels),
      sortedBy: ({ value }) => valueText(filters.sort, value),
    }),
    [geometry, size, view.isCropped, labels, filters.sort],
  );
  useLayoutEffect(() => {
    geometryRef.current = geometry;
  }, [geometry]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: Back and saved views change the filters too, and what was selected may be out of sight then
  useLayoutEffect(() => select.clear(), [query, select]);
  useLayoutEffect(() => {
    const before = listRef.current;
    listRef.current = list;
    if (!list || !before || before === list) return;
    // The same pictures may stand elsewhere, or not at all.
    const { place, openId: open } = cursor.get();
    const id = before.at(place)?.id ?? open;
    const found = id ? list.placeOf(id) : -1;
    cursor.set({ place: found >= 0 ? found : Math.min(place, list.count - 1), openId: open });
  }, [list, cursor]);

  const change = useCallback<SetFilters>(
    (next) => {
      select.clear();
      cursor.set({ place: -1, openId: cursor.get().openId });
      // Back leads to the filters before, but not through what was typed on the way.
      const isTyped = Object.keys(next).join() === "q";
      void setFilters(next, { history: isTyped ? "replace" : "push" });
      // The new list begins at its top.
      const top = area.current?.getBoundingClientRect().top ?? 0;
      if (top < 0) window.scrollTo({ top: 0, behavior: "instant" });
    },
    [select, cursor, setFilters],
  );
  const changeView = (next: ViewSettings) => {
    setView(next);
    keepViewSettings(next);
  };
  useShortcuts({
    datasetId,
    areLettersOn: letters === "on",
    list: listRef,
    cursor,
    select,
    navigation,
    decisions,
    size: view.size,
    onSize: (next) => changeView({ ...view, size: next }),
    onFilter: change,
    onView: () => setViewing((isOpen) => !isOpen && decisions.single() !== null),
    onHelp: () => setHelpOpen(true),
  });
  const actions = useMemo(
    () => ({
      select,
      moveTo: navigation.moveTo,
      open: navigation.openAt,
      view: (place: number) => {
        navigation.moveTo(place);
        setViewing(true);
      },
    }),
    [select, navigation],
  );

  return (
    <div className="flex min-h-0 flex-1">
      <div className="min-w-0 flex-1 px-4 pt-3 pb-32 sm:px-6 md:pb-24">
        <FilterBar filters={filters} stats={stats} labels={labels} onChange={change} />
        <Toolbar
          datasetId={datasetId}
          cursor={cursor}
          summary={
            <>
              {list && (
                <ListSummary
                  list={list}
                  query={query}
                  isLoading={isPlaceholderData}
                  onReload={() => void reload()}
                />
              )}
              <SaveState queue={curate.queue} />
            </>
          }
          sort={filters.sort}
          view={view}
          isAdvancing={advancing === "on"}
          onSort={(sort) => change({ sort })}
          onView={changeView}
          onAdvancing={(isOn) => setAdvancing(isOn ? "on" : "off")}
          onPanel={navigation.togglePanel}
          onHelp={() => setHelpOpen(true)}
        />
        {error && (
          <div className="grid justify-items-start gap-2">
            <ProblemNote title="The pictures could not be loaded" error={error} />
            <Button variant="outline" onClick={() => void refetch()}>
              Try again
            </Button>
          </div>
        )}
        <div ref={area} className="pt-1">
          {isPending && <GridSkeleton view={view} />}
          {list && !geometry && <FirstTiles tiles={first.tiles} view={view} />}
          {list && count === 0 && (
            <NoPictures
              datasetId={datasetId}
              hasFilters={countFilters(filters) > 0}
              isLeavingOut={hiddenView(filters) === "hidden"}
              onClear={() => change(NO_FILTERS)}
              onShowHidden={() => change({ hidden: "shown" })}
            />
          )}
          {list && geometry && count > 0 && (
            <Grid
              ref={grid}
              list={list}
              geometry={geometry}
              top={box?.top ?? 0}
              cursor={cursor}
              look={look}
              isBusy={isFetching}
              actions={actions}
            />
          )}
          {geometry && geometry.shown < count && (
            <p className="py-6 text-center text-[13px] text-muted-foreground">
              The first {formatCount(geometry.shown)} are shown; a page cannot be taller. Smaller
              thumbnails or a filter show the others.
            </p>
          )}
        </div>
        <SelectionBar select={select} count={count} labels={labels} onAct={decisions.act} />
      </div>
      {list && (
        <Details
          list={list}
          cursor={cursor}
          labels={labels}
          curate={curate}
          bulk={bulk}
          navigation={navigation}
          isViewing={isViewing}
          onViewing={setViewing}
          onFilter={change}
        />
      )}
      {asked && (
        <BulkDialog
          datasetId={datasetId}
          query={query}
          asked={asked}
          bulk={bulk}
          onClose={(isDone) => {
            setAsked(null);
            if (isDone) select.clear();
          }}
        />
      )}
      <KeysDialog
        keys={GALLERY_KEYS}
        isOpen={isHelpOpen}
        onOpenChange={setHelpOpen}
        areLettersOn={letters === "on"}
        onLetters={(areOn) => setLetters(areOn ? "on" : "off")}
      />
    </div>
  );
}
