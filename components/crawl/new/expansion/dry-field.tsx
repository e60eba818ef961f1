"use client";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { DEFAULT_STRATEGIES } from "@/lib/domain/expansion";
import type { DrySearch } from "../draft";
import { USUAL_DRY_SEARCH, USUAL_LANGUAGES } from "./strategies";
import { StrategyToggles } from "./strategy-toggles";

const MAX_PER_KEYWORD = 20;

export const drySummary = (dry: DrySearch | null): string =>
  dry ? "Search related words" : "Stop and say what is missing";

/** What a crawl does when its keywords bring nothing more before the target is met. */
export function DryField({
  value,
  onChange,
}: {
  value: DrySearch | null;
  onChange: (value: DrySearch | null) => void;
}) {
  const id = useId();
  return (
    <div className="grid gap-4">
      <div className="flex items-center gap-3">
        <Switch
          id={id}
          checked={value !== null}
          onCheckedChange={(isOn) => onChange(isOn ? USUAL_DRY_SEARCH : null)}
        />
        <label htmlFor={id} className="text-[13px]">
          When these run dry, also search related words
          <span className="block text-xs text-muted-foreground">
            Only as far as the target needs it. Their pictures keep the keyword's label.
          </span>
        </label>
      </div>
      {value && (
        <>
          <StrategyToggles
            value={{
              strategies: value.strategies ?? [],
              languages: value.languages ?? USUAL_LANGUAGES,
            }}
            onChange={({ strategies, languages }) =>
              onChange({
                perKeyword: value.perKeyword,
                // Without any there would be nothing to search.
                strategies: strategies.length > 0 ? strategies : [...DEFAULT_STRATEGIES],
                ...(strategies.includes("translation") && { languages }),
              })
            }
          />
          <Field label="Words for each keyword, at most" className="max-w-60">
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={MAX_PER_KEYWORD}
              value={value.perKeyword}
              onChange={({ target }) => {
                const count = Math.trunc(target.valueAsNumber);
                if (count >= 1 && count <= MAX_PER_KEYWORD)
                  onChange({ ...value, perKeyword: count });
              }}
            />
          </Field>
        </>
      )}
    </div>
  );
}
