"use client";
import { formatCount } from "@/components/format";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import type { FieldErrors } from "./missing-fields";
import { REPEAT_LABELS, type Repeat } from "./repeat";

export function repeatSummary({ every, target }: Repeat): string {
  if (every === "once") return REPEAT_LABELS.once;
  const until = target === null ? "" : `, until ${formatCount(target)} pictures`;
  return REPEAT_LABELS[every] + until;
}

// Object.keys of a record loses the key's type.
const ALL_CHOICES = Object.keys(REPEAT_LABELS) as Repeat["every"][];

/** Whether a crawl runs again, and until when. */
export function RepeatField({
  value,
  errors,
  choices = ALL_CHOICES,
  onChange,
}: {
  value: Repeat;
  errors: FieldErrors;
  choices?: readonly Repeat["every"][];
  onChange: (value: Repeat) => void;
}) {
  return (
    <div className="grid gap-4">
      <div className="grid gap-1.5">
        <ToggleGroup
          type="single"
          aria-label="Repeat"
          value={value.every}
          onValueChange={(chosen) => {
            const every = choices.find((choice) => choice === chosen);
            if (every) onChange({ ...value, every });
          }}
          className="max-w-full flex-wrap"
        >
          {choices.map((choice) => (
            <ToggleGroupItem key={choice} value={choice} className="px-2.5">
              {REPEAT_LABELS[choice]}
            </ToggleGroupItem>
          ))}
        </ToggleGroup>
        <p className="text-xs text-muted-foreground">
          {value.every === "once"
            ? "A crawl that repeats looks for what is new since the last time."
            : "Brings only what is new, at this time of day where no other is given. Lists and files are not repeated."}
        </p>
      </div>
      {value.every !== "once" && (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field
            label="Until it has so many pictures"
            hint="All runs together."
            error={errors["repeat/target"]}
          >
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={100_000}
              value={value.target ?? ""}
              onChange={({ target }) =>
                onChange({
                  ...value,
                  target: target.value === "" ? null : Math.trunc(target.valueAsNumber),
                })
              }
            />
          </Field>
          {value.every === "cron" && (
            <Field
              label="Cron line"
              hint="Minute, hour, day, month, weekday, in your time zone."
              error={errors["repeat/cron"]}
            >
              <Input
                value={value.cron}
                onChange={({ target }) => onChange({ ...value, cron: target.value })}
                maxLength={100}
                spellCheck={false}
                autoComplete="off"
                className="font-mono"
              />
            </Field>
          )}
        </div>
      )}
    </div>
  );
}
