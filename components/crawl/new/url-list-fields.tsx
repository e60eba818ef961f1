"use client";
import { FileTextIcon, XIcon } from "lucide-react";
import { useId, useRef } from "react";
import { formatBytes, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type Draft, type FieldErrors, type SetDraft, splitUrls } from "./draft";

/** The URLs of the source url-list: pasted, or a file that the server reads. */
export function UrlListFields({
  draft,
  errors,
  set,
}: {
  draft: Draft;
  errors: FieldErrors;
  set: SetDraft;
}) {
  const fileId = useId();
  const input = useRef<HTMLInputElement>(null);
  const count = splitUrls(draft.urls).length;
  return (
    <div className="grid gap-3 rounded-lg border bg-card p-4">
      <h2 className="text-[13px] font-medium">List of URLs</h2>
      {draft.file ? (
        <p className="flex items-center gap-2 rounded-md border bg-muted px-3 py-2 text-[13px]">
          <FileTextIcon className="size-4 shrink-0 text-muted-foreground" aria-hidden />
          <span className="min-w-0 truncate">{draft.file.name}</span>
          <span className="text-muted-foreground">{formatBytes(draft.file.size)}</span>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Remove ${draft.file.name}`}
            className="ml-auto"
            onClick={() => set({ file: null })}
          >
            <XIcon />
          </Button>
        </p>
      ) : (
        <Field
          label="URLs of pictures"
          hint={
            count > 0
              ? `${formatCount(count)} ${count === 1 ? "URL" : "URLs"}. Every keyword gets them under its label.`
              : "One a line, at most 10,000. Every keyword gets them under its label."
          }
          error={errors.urls}
        >
          <Textarea
            value={draft.urls}
            onChange={(event) => set({ urls: event.target.value })}
            placeholder={"https://example.org/one.jpg\nhttps://example.org/two.jpg"}
            spellCheck={false}
            className="max-h-60 min-h-28 font-mono text-xs"
          />
        </Field>
      )}
      <div className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
        <Button variant="outline" size="sm" onClick={() => input.current?.click()}>
          {draft.file ? "Choose another file" : "Choose a file"}
        </Button>
        <span id={`${fileId}-hint`}>
          A text file with one URL a line, or a CSV file with the columns url and, if you like,
          label. It becomes a crawl of its own.
        </span>
        <input
          ref={input}
          id={fileId}
          type="file"
          accept=".txt,.csv,text/plain,text/csv"
          aria-label="File with URLs"
          aria-describedby={`${fileId}-hint`}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) set({ file });
            // Choosing the same file again must count as a change.
            event.target.value = "";
          }}
        />
      </div>
      {errors.file && (
        <p role="alert" className="text-xs text-failed-ink">
          {errors.file}
        </p>
      )}
    </div>
  );
}
