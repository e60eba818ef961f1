"use client";
import { SparklesIcon } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { SuggestPanel } from "./expansion/suggest-panel";
import { KeywordInput } from "./keyword-input";
import type { DraftKeyword } from "./keywords";

/** What the pictures should show: keywords, and on demand more of them. */
export function KeywordField({
  keywords,
  error,
  onChange,
  children,
}: {
  keywords: DraftKeyword[];
  error: string | undefined;
  onChange: (keywords: DraftKeyword[]) => void;
  /** Other ways to fill the field in. */
  children: ReactNode;
}) {
  const suggest = useRef<HTMLButtonElement>(null);
  const [isSuggesting, setSuggesting] = useState(false);
  const hasParent = keywords.some(({ origin }) => !origin);
  return (
    <div className="grid grid-cols-1 gap-3">
      <KeywordInput keywords={keywords} error={error} onChange={onChange}>
        <Button
          ref={suggest}
          variant="ghost"
          size="sm"
          disabled={!hasParent}
          aria-expanded={isSuggesting && hasParent}
          onClick={() => setSuggesting(!isSuggesting)}
        >
          <SparklesIcon />
          Suggest more
        </Button>
        {children}
      </KeywordInput>
      {isSuggesting && hasParent && (
        <SuggestPanel
          keywords={keywords}
          onChange={onChange}
          onClose={() => {
            setSuggesting(false);
            suggest.current?.focus();
          }}
        />
      )}
    </div>
  );
}
