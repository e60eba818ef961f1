"use client";
import { CheckIcon, CircleDashedIcon, SplitIcon, TagIcon, Trash2Icon, XIcon } from "lucide-react";
import { cn } from "@/components/cn";
import { countOf, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Kbd } from "@/components/ui/kbd";
import type { BulkAction } from "@/lib/domain/curation";
import type { DatasetLabel } from "@/lib/domain/label";
import { SPLITS, type Split } from "@/lib/domain/split";
import { SPLIT_LABELS } from "../filter/words";
import { useValue } from "../store";
import { LabelMenu } from "./label-menu";
import { sizeOf } from "./selection";
import type { Select } from "./use-select";

export type AskBulk = (change: {
  action: BulkAction;
  label?: string;
  split?: Split | null;
}) => void;

const DECIDING = [
  { action: "accept", label: "Accept", key: "a", icon: CheckIcon },
  { action: "reject", label: "Reject", key: "x", icon: XIcon },
  { action: "clear", label: "Clear", key: "u", icon: CircleDashedIcon },
] as const;

/** Where there is little room a word stands below its icon: an icon alone says too little. */
const ACTION =
  "@max-2xl:h-11 @max-2xl:flex-1 @max-2xl:flex-col @max-2xl:gap-0.5 @max-2xl:px-2 @max-2xl:text-[11px]";

/** How much is selected and what can be done with it, at the foot of the window. */
export function SelectionBar({
  select,
  count,
  labels,
  onAct,
}: {
  select: Select;
  /** Of the whole list. */
  count: number;
  labels: readonly DatasetLabel[];
  onAct: AskBulk;
}) {
  const selection = useValue(select.selection);
  const size = sizeOf(selection, count);
  return (
    // It takes no room of its own, so that nothing moves when it comes.
    <div className="@container sticky bottom-3 z-30 flex h-0 items-end justify-center">
      <p className="sr-only" aria-live="polite">
        {size > 0 && `${countOf(size, "picture")} selected`}
      </p>
      {size > 0 && (
        <div
          role="toolbar"
          aria-label="Selected pictures"
          className="flex max-w-full items-center gap-1 overflow-x-auto rounded-xl border bg-popover p-1.5 shadow-lg @max-xl:flex-wrap"
        >
          <div className="flex shrink-0 items-center gap-1 @max-xl:w-full">
            <Button
              variant="ghost"
              size="icon"
              aria-label="Select nothing"
              title="Select nothing (Esc)"
              onClick={select.clear}
            >
              <XIcon />
            </Button>
            <p className="pr-2 text-[13px] font-medium tabular-nums" aria-hidden>
              {formatCount(size)} selected
            </p>
            {!selection.isAll && size < count && (
              <Button variant="link" size="sm" onClick={select.all}>
                All {formatCount(count)}
              </Button>
            )}
          </div>
          {DECIDING.map(({ action, label, key, icon: Icon }) => (
            <Button
              key={action}
              variant="ghost"
              className={ACTION}
              onClick={() => onAct({ action })}
            >
              <Icon aria-hidden />
              {label}
              <Kbd className="@max-3xl:hidden" aria-hidden>
                {key}
              </Kbd>
            </Button>
          ))}
          <LabelMenu labels={labels} onAct={onAct}>
            <Button variant="ghost" className={ACTION}>
              <TagIcon aria-hidden />
              Label
            </Button>
          </LabelMenu>
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button variant="ghost" className={ACTION}>
                <SplitIcon aria-hidden />
                Split
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent side="top">
              {SPLITS.map((split) => (
                <DropdownMenuItem key={split} onSelect={() => onAct({ action: "split", split })}>
                  {SPLIT_LABELS[split]}
                </DropdownMenuItem>
              ))}
              <DropdownMenuItem onSelect={() => onAct({ action: "split", split: null })}>
                {SPLIT_LABELS.none}
              </DropdownMenuItem>
            </DropdownMenuContent>
          </DropdownMenu>
          <Button
            variant="ghost"
            title="Delete"
            className={cn(ACTION, "text-failed-ink @2xl:px-2")}
            onClick={() => onAct({ action: "delete" })}
          >
            <Trash2Icon aria-hidden />
            <span className="@2xl:sr-only">Delete</span>
          </Button>
        </div>
      )}
    </div>
  );
}
