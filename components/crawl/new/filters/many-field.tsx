"use client";
import type { ReactNode } from "react";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";

/** Values to choose any number of. */
export function ManyField<T extends string>({
  label,
  choices,
  chosen,
  onChange,
  children,
}: {
  label: string;
  /** Value → what it is called. */
  choices: Readonly<Record<T, string>>;
  chosen: readonly string[];
  onChange: (chosen: T[]) => void;
  /** Lines below. */
  children?: ReactNode;
}) {
  const values = Object.keys(choices) as T[];
  return (
    <div className="grid gap-1.5">
      <span className="text-[13px] font-medium">{label}</span>
      <ToggleGroup
        type="multiple"
        aria-label={label}
        value={values.filter((value) => chosen.includes(value))}
        onValueChange={(on) => onChange(values.filter((value) => on.includes(value)))}
        className="w-fit max-w-full flex-wrap"
      >
        {values.map((value) => (
          <ToggleGroupItem key={value} value={value} className="px-2.5">
            {choices[value]}
          </ToggleGroupItem>
        ))}
      </ToggleGroup>
      {children}
    </div>
  );
}
