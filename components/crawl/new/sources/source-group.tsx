"use client";
import { cn } from "@/components/cn";
import { Button } from "@/components/ui/button";
import type { SourceInfo, SourceKind } from "@/lib/domain/source";
import { isSourceKind, usableKinds } from "../draft";
import { SourceCard } from "./source-card";
import { GROUP_TEXTS } from "./source-words";

export interface Choice {
  chosen: SourceKind[];
  isInvalid: boolean;
  onChange: (chosen: SourceKind[]) => void;
}

/** All of a group's sources, or none of them. */
export function AllOrNone({ sources, chosen, onChange }: Choice & { sources: SourceInfo[] }) {
  const usable = usableKinds(sources);
  const others = chosen.filter((kind) => !sources.some((source) => source.kind === kind));
  const count = chosen.length - others.length;
  if (usable.length < 2 && count < 2) return null;
  const of = ` of “${GROUP_TEXTS[sources[0]?.capabilities.group ?? "open"].title}”`;
  return (
    <span className="flex shrink-0 gap-1">
      <Button
        variant="ghost"
        size="sm"
        disabled={count === usable.length}
        onClick={() => onChange([...others, ...usable])}
      >
        All<span className="sr-only">{of}</span>
      </Button>
      <Button variant="ghost" size="sm" disabled={count === 0} onClick={() => onChange(others)}>
        None<span className="sr-only">{of}</span>
      </Button>
    </span>
  );
}

export function SourceGrid({
  sources,
  chosen,
  isInvalid,
  onChange,
  isDense = false,
}: Choice & { sources: SourceInfo[]; isDense?: boolean }) {
  return (
    <div className={cn("grid gap-2 sm:grid-cols-2", isDense && "lg:grid-cols-3")}>
      {sources.map((source) => {
        const { kind } = source;
        return (
          <SourceCard
            key={kind}
            source={source}
            isChosen={isSourceKind(kind) && chosen.includes(kind)}
            isInvalid={isInvalid}
            onToggle={(isChosen) => {
              if (!isSourceKind(kind)) return;
              onChange(isChosen ? [...chosen, kind] : chosen.filter((other) => other !== kind));
            }}
          />
        );
      })}
    </div>
  );
}
