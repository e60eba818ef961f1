"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** A number that may be left out. */
export function NumberField({
  label,
  value,
  error,
  hint,
  onChange,
  ...range
}: {
  label: string;
  value: number | undefined;
  error?: string | undefined;
  hint?: string;
  min: number;
  max: number;
  step?: number;
  placeholder?: string;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <Field label={label} error={error} hint={hint}>
      <Input
        type="number"
        inputMode="decimal"
        {...range}
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value === "" ? undefined : target.valueAsNumber)}
      />
    </Field>
  );
}
