"use client";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";

const ANY = "any";

/** A list to choose one value from, or none. */
export function ChoiceField<T extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  label: string;
  choices: Record<T, string>;
  value: T | undefined;
  onChange: (value: T | undefined) => void;
}) {
  const id = useId();
  const values = Object.keys(choices) as T[];
  return (
    <Field label={label} htmlFor={id}>
      <Select
        value={value ?? ANY}
        onValueChange={(chosen) => onChange(values.find((known) => known === chosen))}
      >
        <SelectTrigger id={id} className="w-full">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={ANY}>Any</SelectItem>
          {values.map((choice) => (
            <SelectItem key={choice} value={choice}>
              {choices[choice]}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </Field>
  );
}
