"use client";
import { MonitorIcon, MoonIcon, SunIcon } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { Label } from "@/components/ui/label";
import { RadioGroup, RadioGroupItem } from "@/components/ui/radio-group";

const THEMES = [
  ["light", "Light", SunIcon],
  ["dark", "Dark", MoonIcon],
  ["system", "As the system", MonitorIcon],
] as const;

const never = () => () => undefined;

export function ThemePicker() {
  const { theme, setTheme } = useTheme();
  // The server does not know the choice: it lives in the browser.
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <RadioGroup
      aria-label="Theme"
      value={isInBrowser ? (theme ?? "system") : ""}
      onValueChange={setTheme}
      className="grid-cols-1 sm:grid-cols-3"
    >
      {THEMES.map(([value, label, Icon]) => (
        <Label
          key={value}
          className="cursor-pointer rounded-lg border p-3 hover:bg-accent has-data-[state=checked]:border-primary"
        >
          <RadioGroupItem value={value} />
          <Icon className="size-4 text-muted-foreground" aria-hidden />
          {label}
        </Label>
      ))}
    </RadioGroup>
  );
}
