"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { SourceInfo } from "@/lib/domain/source";
import { type Choice, SourceGrid } from "./source-group";
import { GOOGLE_REASON, GROUP_TEXTS } from "./source-words";

/** Search engines, which can be chosen once a person has said that the rights are theirs to clear. */
export function WebEngines({ sources, ...choice }: Choice & { sources: SourceInfo[] }) {
  const isChosen = sources.some(({ kind }) => choice.chosen.some((chosen) => chosen === kind));
  const [isWanted, setWanted] = useState(isChosen);
  return (
    <div className="grid gap-3">
      <p className="max-w-prose text-xs text-muted-foreground">{GROUP_TEXTS["web-engine"].text}</p>
      {isWanted || isChosen ? (
        <SourceGrid sources={sources} {...choice} />
      ) : (
        <Button variant="outline" className="w-fit" onClick={() => setWanted(true)}>
          I clear the rights myself: show them
        </Button>
      )}
      <p className="max-w-prose text-xs text-muted-foreground">
        <span className="font-medium text-foreground">And Google?</span> {GOOGLE_REASON}
      </p>
    </div>
  );
}
