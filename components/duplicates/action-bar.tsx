import { ChevronLeftIcon, ChevronRightIcon, Redo2Icon, Undo2Icon } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { memberName } from "./members";
import type { Choice } from "./use-choice";
import type { Review } from "./use-review";

/** What can be done about a group; always in sight. */
export function ActionBar({
  review: { group, back, canUndo, canRedo, go, undo, redo },
  choice,
  onAccept,
  onKeepAll,
}: {
  review: Review;
  /** Left out where there is no group. */
  choice?: Choice;
  onAccept?: () => void;
  onKeepAll?: () => void;
}) {
  return (
    <div
      role="toolbar"
      aria-label="Decide"
      className="sticky bottom-0 z-10 -mx-4 mt-auto grid grid-cols-[auto_auto_1fr_auto_auto] gap-2 border-t bg-background/95 px-4 py-2.5 backdrop-blur sm:-mx-6 sm:px-6 lg:flex"
    >
      {choice && (
        <div className="col-span-5 flex gap-2 max-lg:order-first lg:order-1 lg:mx-auto">
          <Button className="min-w-44 max-lg:h-11 max-lg:flex-1" onClick={onAccept}>
            {keepLabel(choice)}
            <Kbd
              aria-hidden
              className="border-current/25 bg-transparent text-current max-lg:hidden"
            >
              Enter
            </Kbd>
          </Button>
          <Button variant="outline" className="max-lg:h-11 max-lg:flex-1" onClick={onKeepAll}>
            Keep {choice.group.members.length === 2 ? "both" : `all ${choice.group.members.length}`}
            <Kbd aria-hidden className="max-lg:hidden">
              k
            </Kbd>
          </Button>
        </div>
      )}
      <Button
        variant="ghost"
        size="icon"
        aria-label="Undo"
        title="Undo (z)"
        disabled={!canUndo}
        onClick={() => undo()}
      >
        <Undo2Icon />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Redo"
        title="Redo (Shift z)"
        disabled={!canRedo}
        onClick={redo}
      >
        <Redo2Icon />
      </Button>
      <span className={choice ? "lg:hidden" : "lg:mr-auto"} />
      <Button
        variant="outline"
        className="order-2"
        disabled={!back}
        title={`${back === "first" ? "First" : "Previous"} group (PgUp)`}
        onClick={() => go(-1)}
      >
        <ChevronLeftIcon />
        {back === "first" ? "First" : "Previous"}
      </Button>
      <Button
        variant="outline"
        className="order-2"
        disabled={!group}
        title="Next group (PgDn)"
        onClick={() => go(1)}
      >
        Next
        <ChevronRightIcon />
      </Button>
    </div>
  );
}

function keepLabel({ group, keep }: Choice): string {
  const [only] = keep;
  if (keep.length !== 1 || !only) return `Keep the ${keep.length} ticked`;
  const name = memberName(group, only);
  return name.startsWith("Copy")
    ? `Keep ${name.toLowerCase()}`
    : `Keep the ${name.toLowerCase()} one`;
}
