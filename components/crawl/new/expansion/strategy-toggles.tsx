"use client";
import { Toggle } from "@/components/ui/toggle";
import { type ExpansionStrategy, STRATEGY_TEXTS } from "@/lib/domain/expansion";
import { inOrder, LANGUAGES, MAX_LANGUAGES, STRATEGY_GROUPS } from "./strategies";

export interface Strategies {
  strategies: ExpansionStrategy[];
  /** Counts only for translation. */
  languages: string[];
}

const toggled = <T,>(all: readonly T[], one: T, isOn: boolean): T[] =>
  isOn ? [...all, one] : all.filter((other) => other !== one);

/** Which ways of finding further keywords to use, in groups. */
export function StrategyToggles({
  value,
  onChange,
}: {
  value: Strategies;
  onChange: (value: Strategies) => void;
}) {
  const { strategies, languages } = value;
  const names = new Intl.DisplayNames("en", { type: "language" });
  return (
    <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      {STRATEGY_GROUPS.map((group) => (
        <fieldset key={group.title} className="grid min-w-0 content-start gap-1.5">
          <legend className="mb-1 text-xs text-muted-foreground">{group.title}</legend>
          <div className="flex flex-wrap gap-1.5">
            {group.strategies.map((strategy) => (
              <Chip
                key={strategy}
                text={STRATEGY_TEXTS[strategy].name}
                hint={STRATEGY_TEXTS[strategy].description}
                isOn={strategies.includes(strategy)}
                onToggle={(isOn) =>
                  onChange({ ...value, strategies: inOrder(toggled(strategies, strategy, isOn)) })
                }
              />
            ))}
          </div>
          {group.note && group.strategies.some((each) => strategies.includes(each)) && (
            <p className="text-xs text-muted-foreground">{group.note}</p>
          )}
        </fieldset>
      ))}
      {strategies.includes("translation") && (
        <fieldset className="grid gap-1.5 sm:col-span-2">
          <legend className="mb-1 text-xs text-muted-foreground">Languages</legend>
          <div className="flex flex-wrap gap-1.5">
            {LANGUAGES.map((language) => (
              <Chip
                key={language}
                text={names.of(language) ?? language}
                isOn={languages.includes(language)}
                // The last one stays, and so does the limit.
                isDisabled={
                  languages.includes(language)
                    ? languages.length === 1
                    : languages.length >= MAX_LANGUAGES
                }
                onToggle={(isOn) =>
                  onChange({ ...value, languages: toggled(languages, language, isOn) })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}

function Chip({
  text,
  hint,
  isOn,
  isDisabled = false,
  onToggle,
}: {
  text: string;
  hint?: string;
  isOn: boolean;
  isDisabled?: boolean;
  onToggle: (isOn: boolean) => void;
}) {
  return (
    <Toggle
      variant="outline"
      size="sm"
      pressed={isOn}
      disabled={isDisabled}
      onPressedChange={onToggle}
      title={hint}
      className="px-2.5 font-normal data-[state=on]:border-primary/60 data-[state=on]:bg-primary/10"
    >
      {text}
    </Toggle>
  );
}
