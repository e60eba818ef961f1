"use client";
import { useTheme } from "next-themes";
import type * as React from "react";
import { Toaster as Sonner } from "sonner";

const COLOURS = {
  "--normal-bg": "var(--popover)",
  "--normal-text": "var(--foreground)",
  "--normal-border": "var(--border)",
  "--border-radius": "var(--radius)",
} as React.CSSProperties;

function Toaster(props: React.ComponentProps<typeof Sonner>) {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      style={COLOURS}
      className="font-sans!"
      // Clear of the bars with buttons at the foot of pages.
      position="top-center"
      {...props}
    />
  );
}

export { Toaster };
