"use client";
import { useId } from "react";
import { Switch } from "@/components/ui/switch";

/** A switch with its label and a line on what it does. */
export function SwitchLine({
  label,
  text,
  checked,
  onChange,
}: {
  label: string;
  text: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Switch id={id} checked={checked} onCheckedChange={onChange} className="mt-0.5" />
      <label htmlFor={id} className="text-[13px]">
        {label}
        <span className="block text-xs text-muted-foreground">{text}</span>
      </label>
    </div>
  );
}
