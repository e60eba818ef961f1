"use client";
import { CheckIcon, CopyIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { Button } from "./ui/button";

const SHOWN_MS = 2000;

/** Copies `text`; `label` names what is copied ("Copy the key"). */
export function CopyButton({
  text,
  label,
  showLabel = false,
  className,
}: {
  text: string;
  label: string;
  showLabel?: boolean;
  className?: string | undefined;
}) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast.error("The browser did not allow copying. Select the text and copy it by hand.");
    }
  }

  return (
    <Button
      variant={showLabel ? "outline" : "ghost"}
      size={showLabel ? "sm" : "icon-sm"}
      aria-label={isCopied ? "Copied" : label}
      title={label}
      onClick={() => void copy()}
      className={className}
    >
      {isCopied ? <CheckIcon className="text-accepted-ink" /> : <CopyIcon />}
      {showLabel && (isCopied ? "Copied" : label)}
    </Button>
  );
}
