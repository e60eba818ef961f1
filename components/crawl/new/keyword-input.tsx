"use client";
import { XIcon } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  useId,
  useRef,
  useState,
} from "react";
import { cn } from "@/components/cn";
import { controlClasses } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { addKeywords, type DraftKeyword, MAX_KEYWORDS, splitKeywords } from "./keywords";
import { LabelPopover } from "./label-popover";

/** Keywords as chips: typed with Enter or comma, pasted as a list, taken back with Backspace. */
export function KeywordInput({
  keywords,
  error,
  onChange,
  children,
}: {
  keywords: DraftKeyword[];
  error: string | undefined;
  onChange: (keywords: DraftKeyword[]) => void;
  /** Buttons beside the label. */
  children: ReactNode;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [announcement, setAnnouncement] = useState("");

  const add = (typed: string) => {
    const next = addKeywords(keywords, splitKeywords(typed));
    setText("");
    if (next.length === keywords.length) return;
    onChange(next);
    setAnnouncement(`${next.length} of ${MAX_KEYWORDS} keywords`);
  };
  const removeAt = (index: number) => {
    setAnnouncement(`${keywords[index]?.keyword} removed`);
    onChange(keywords.toSpliced(index, 1));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // Enter also ends a composed character in Japanese, Chinese and Korean input.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Backspace" && text === "" && keywords.length > 0) {
      removeAt(keywords.length - 1);
    } else if (event.key === "Enter" || event.key === ",") {
      if (event.key === "Enter" && text.trim() === "") return;
      event.preventDefault();
      add(text);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text");
    if (splitKeywords(pasted).length < 2) return;
    event.preventDefault();
    add(`${text}${pasted}`);
  };

  return (
    <div className="grid gap-1.5">
      <div className="flex min-h-7 flex-wrap items-center gap-1">
        <Label htmlFor={id} className="mr-auto">
          Keywords
        </Label>
        {children}
      </div>
      <div
        className={cn(
          controlClasses,
          "flex min-h-10 flex-wrap items-center gap-1.5 p-1.5 focus-within:outline-2 focus-within:outline-ring",
          error && "border-destructive",
        )}
      >
        {keywords.length > 0 && (
          <ul className="contents" aria-label="Chosen keywords">
            {keywords.map((keyword, index) => (
              <li
                key={keyword.keyword}
                className="flex max-w-full items-center rounded-md border bg-secondary text-[13px]"
              >
                <LabelPopover
                  keyword={keyword}
                  onChange={(label) => onChange(keywords.with(index, { ...keyword, label }))}
                />
                <button
                  type="button"
                  aria-label={`Remove ${keyword.keyword}`}
                  onClick={({ detail }) => {
                    removeAt(index);
                    // Pressed by a key, not a pointer: the focus would be gone with the button.
                    if (detail === 0) input.current?.focus();
                  }}
                  className="rounded-r-md p-1 text-muted-foreground hover:bg-accent hover:text-foreground pointer-coarse:p-2"
                >
                  <XIcon className="size-3.5" aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        )}
        <input
          ref={input}
          id={id}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => add(text)}
          disabled={keywords.length >= MAX_KEYWORDS}
          placeholder={keywords.length === 0 ? "red fox, snowy owl, …" : "Add another"}
          autoComplete="off"
          enterKeyHint="enter"
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-hint`}
          className="h-7 min-w-32 flex-1 bg-transparent px-1 text-[13px] outline-none placeholder:text-muted-foreground pointer-coarse:text-base"
        />
      </div>
      <p id={`${id}-hint`} className="text-xs text-muted-foreground">
        Enter or a comma adds one; a pasted list adds all. Click a keyword to give it another label.
      </p>
      {error && (
        <p role="alert" className="text-xs text-failed-ink">
          {error}
        </p>
      )}
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
    </div>
  );
}
