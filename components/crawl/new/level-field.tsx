"use client";
import { useId } from "react";
import { cn } from "@/components/cn";
import { RadioGroup, RadioGroupItem } from "@/components/ui/radio-group";
import { VALIDATION_LEVELS, type ValidationLevel } from "@/lib/domain/issue";

export const LEVELS: Record<ValidationLevel, { label: string; text: string }> = {
  basic: {
    label: "Basic",
    text: "Every file is decoded fully. Damaged files, wrong formats and small pictures are left out.",
  },
  standard: {
    label: "Standard",
    text: "Also leaves out pictures that are too dark, too light, out of focus or empty.",
  },
  strict: {
    label: "Strict",
    text: "Also leaves out pictures without a licence or opted out, where the dataset’s checks say so.",
  },
};

export function LevelField({
  texts = LEVELS,
  value,
  onChange,
}: {
  /** What each level means here. */
  texts?: Record<ValidationLevel, { label: string; text: string }>;
  value: ValidationLevel;
  onChange: (value: ValidationLevel) => void;
}) {
  const id = useId();
  return (
    <div className="grid gap-2">
      <span id={id} className="sr-only">
        Checks
      </span>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(level) => {
          const chosen = VALIDATION_LEVELS.find((known) => known === level);
          if (chosen) onChange(chosen);
        }}
        className="sm:grid-cols-3"
      >
        {VALIDATION_LEVELS.map((level) => (
          <label
            key={level}
            htmlFor={`${id}-${level}`}
            className={cn(
              "flex cursor-pointer gap-2.5 rounded-lg border bg-card p-3 transition-colors",
              level === value && "border-primary bg-primary/5",
            )}
          >
            <RadioGroupItem id={`${id}-${level}`} value={level} className="mt-0.5" />
            <span className="grid content-start gap-0.5">
              <span className="text-[13px] font-medium">{texts[level].label}</span>
              <span className="text-xs text-muted-foreground">{texts[level].text}</span>
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
