"use client";
import { Slider as SliderPrimitive } from "radix-ui";
import type * as React from "react";
import { cn } from "@/components/cn";

/** One thumb per value; `aria-label` (or `aria-labelledby`) names every thumb. */
function Slider({
  className,
  value,
  defaultValue,
  "aria-label": label,
  "aria-labelledby": labelledBy,
  ...props
}: React.ComponentProps<typeof SliderPrimitive.Root>) {
  const thumbs = value ?? defaultValue ?? [0];
  return (
    <SliderPrimitive.Root
      {...(value && { value })}
      {...(defaultValue && { defaultValue })}
      className={cn(
        "relative flex h-5 w-full touch-none items-center select-none data-[disabled]:opacity-50 pointer-coarse:h-10",
        className,
      )}
      {...props}
    >
      <SliderPrimitive.Track className="relative h-1 w-full grow overflow-hidden rounded-full bg-input/60">
        <SliderPrimitive.Range className="absolute h-full bg-primary" />
      </SliderPrimitive.Track>
      {thumbs.map((_, index) => (
        <SliderPrimitive.Thumb
          // biome-ignore lint/suspicious/noArrayIndexKey: thumbs have no identity but their place
          key={index}
          aria-label={label}
          aria-labelledby={labelledBy}
          className="block size-4 rounded-full border-2 border-primary bg-background"
        />
      ))}
    </SliderPrimitive.Root>
  );
}

export { Slider };
