"use client";
import { PlusIcon, XIcon } from "lucide-react";
import { useId, useState } from "react";
import { ApiError } from "@/components/api";
import { problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { DEFAULT_STRATEGIES, type Expansion, STRATEGY_TEXTS } from "@/lib/domain/expansion";
import { type DraftKeyword, labelOf, MAX_KEYWORDS, mergeKeywords } from "../keywords";
import { USUAL_LANGUAGES } from "./strategies";
import { type Strategies, StrategyToggles } from "./strategy-toggles";
import { useSuggestions } from "./use-suggestions";

/** Further keywords to accept one by one, each under the label of the keyword that it comes from. */
export function SuggestPanel({
  keywords,
  onChange,
  onClose,
}: {
  /** At least one that a person gave. */
  keywords: DraftKeyword[];
  onChange: (keywords: DraftKeyword[]) => void;
  onClose: () => void;
}) {
  const id = useId();
  const [choice, setChoice] = useState<Strategies>({
    strategies: [...DEFAULT_STRATEGIES],
    languages: USUAL_LANGUAGES,
  });
  const [named, setNamed] = useState<string | null>(null);
  const parents = keywords.filter(({ origin }) => !origin);
  const parent = parents.find(({ keyword }) => keyword === named) ?? parents[0];
  const suggestions = useSuggestions(parent?.keyword ?? "", choice);
  const taken = new Set(keywords.map(({ keyword }) => keyword.toLowerCase()));
  const fresh = suggestions.items.filter(({ keyword }) => !taken.has(keyword.toLowerCase()));
  const notes = [...suggestions.notes, ...suggestions.errors.map(noteOf)];
  const room = MAX_KEYWORDS - keywords.length;
  if (!parent) return null;

  const accept = (accepted: Expansion[]) =>
    onChange(
      mergeKeywords(
        keywords,
        accepted.map(({ keyword, strategy }) => ({
          keyword,
          label: labelOf(parent),
          origin: { expansionOf: parent.keyword, strategy },
        })),
      ),
    );

  return (
    <section
      aria-labelledby={id}
      className="grid grid-cols-1 gap-4 rounded-lg border bg-card p-3 sm:p-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 id={id} className="text-[13px] font-medium">
          More keywords{parents.length === 1 && ` for “${parent.keyword}”`}
        </h2>
        {parents.length > 1 && (
          <ToggleGroup
            type="single"
            aria-label="Keyword to find more for"
            value={parent.keyword}
            onValueChange={(next) => next && setNamed(next)}
            className="max-w-full overflow-x-auto"
          >
            {parents.map(({ keyword }) => (
              <ToggleGroupItem key={keyword} value={keyword} className="px-2">
                {keyword}
              </ToggleGroupItem>
            ))}
          </ToggleGroup>
        )}
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close the suggestions"
          className="-mr-1 ml-auto"
          onClick={onClose}
        >
          <XIcon />
        </Button>
      </div>
      <StrategyToggles value={choice} onChange={setChoice} />
      <div className="grid grid-cols-1 gap-3" aria-live="polite" aria-busy={suggestions.isPending}>
        {[...Map.groupBy(fresh, ({ strategy }) => strategy)].map(([strategy, items]) => (
          <div key={strategy} className="grid grid-cols-1 gap-1.5">
            <h3 className="text-xs text-muted-foreground">{STRATEGY_TEXTS[strategy].name}</h3>
            <ul className="flex flex-wrap gap-1.5">
              {items.map((item) => (
                <li key={item.keyword} className="max-w-full">
                  <GhostChip item={item} isFull={room === 0} onAccept={() => accept([item])} />
                </li>
              ))}
            </ul>
          </div>
        ))}
        {suggestions.isPending && <Skeleton className="h-7 w-64 max-w-full" />}
        {fresh.length === 0 && !suggestions.isPending && notes.length === 0 && (
          <p className="text-xs text-muted-foreground">
            {suggestions.items.length > 0
              ? "All suggestions are among your keywords."
              : "Nothing found this way. Try another one above."}
          </p>
        )}
        {notes.map((note) => (
          <p key={note} className="text-xs text-muted-foreground">
            {note}
          </p>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 text-xs text-muted-foreground">
          {room === 0
            ? `A crawl takes ${MAX_KEYWORDS} keywords; yours is full.`
            : `Their pictures get the label “${labelOf(parent)}”.`}
        </p>
        <Button
          variant="outline"
          size="sm"
          disabled={fresh.length === 0 || room === 0}
          onClick={() => accept(fresh)}
        >
          <PlusIcon />
          {fresh.length > 0 ? `Add all ${Math.min(fresh.length, room)}` : "Add all"}
        </Button>
      </div>
    </section>
  );
}

function GhostChip({
  item: { keyword, relation },
  isFull,
  onAccept,
}: {
  item: Expansion;
  isFull: boolean;
  onAccept: () => void;
}) {
  return (
    <button
      type="button"
      data-suggestion
      disabled={isFull}
      onClick={(event) => {
        // The chip goes; its neighbour takes the focus.
        const chips = event.currentTarget
          .closest("section")
          ?.querySelectorAll<HTMLElement>("[data-suggestion]");
        const all = [...(chips ?? [])];
        const at = all.indexOf(event.currentTarget);
        (all[at + 1] ?? all[at - 1])?.focus();
        onAccept();
      }}
      title={relation}
      className="flex max-w-full items-center gap-1.5 rounded-md border border-dashed border-input py-1 pr-2 pl-1.5 text-[13px] hover:border-solid hover:bg-accent disabled:opacity-50 pointer-coarse:py-2"
    >
      <PlusIcon className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
      <span className="sr-only">Add</span>
      <span className="min-w-0 truncate">{keyword}</span>
    </button>
  );
}

/** What could not be asked does not keep the others from being shown. */
const noteOf = (error: Error): string =>
  error instanceof ApiError ? error.problem.detail : problemText(error);
