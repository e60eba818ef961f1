"use client";
import { PlayIcon } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { toast } from "sonner";
import { ProblemNote } from "@/components/dataset/problem-note";
import { countOf } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import type { SourceInfo } from "@/lib/domain/source";
import { ConfigDialog } from "./config/config-dialog";
import type { DatasetChoice } from "./dataset-field";
import { type Draft, newDraft, type Prefill, type SetDraft } from "./draft";
import { estimateCrawl } from "./estimate";
import { KeywordField } from "./keyword-field";
import { type FieldErrors, missingFields, ownSources, searchedSources } from "./missing-fields";
import { MoreFields } from "./more-fields";
import { DropAnywhere } from "./own/drop-anywhere";
import { OwnFields, ownSummary } from "./own/own-fields";
import { addFiles, type OwnFile } from "./own/own-material";
import { SampleStrip } from "./samples/sample-strip";
import { SourcePicker } from "./sources/source-picker";
import { useSources } from "./sources/use-sources";
import { fieldErrorsOf } from "./start-crawl";
import { TargetField } from "./target-field";
import { UploadStatus } from "./upload-status";
import { useStartCrawl } from "./use-start-crawl";

/** The usual place of a message would cover the button that starts the crawl. */
const AT_TOP = { position: "top-right" } as const;

export function NewCrawlForm({
  sources: initial,
  datasets,
  prefill,
}: {
  sources: SourceInfo[];
  datasets: DatasetChoice[];
  prefill: Prefill;
}) {
  const form = useRef<HTMLFormElement>(null);
  const sources = useSources(initial);
  const [draft, setDraft] = useState<Draft>(() => newDraft(prefill, initial));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [madeDatasets, setMadeDatasets] = useState<DatasetChoice[]>([]);

  const set: SetDraft = (change) => {
    setDraft((before) => ({ ...before, ...change }));
    setErrors((before) =>
      Object.fromEntries(
        Object.entries(before).filter(([field]) => !((field.split("/")[0] ?? "") in change)),
      ),
    );
  };
  const show = (found: FieldErrors) => {
    setErrors(found);
    // The field has to be marked before it can be found.
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  };
  const run = useStartCrawl({
    onDataset: (made) => {
      setMadeDatasets((before) => [made, ...before]);
      set({ datasetId: made.id });
    },
    onRefused: (error) => show(fieldErrorsOf(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (run.isStarting) return;
    const missing = missingFields(draft);
    if (Object.keys(missing).length > 0) show(missing);
    else run.start(draft);
  };
  const bring = (files: OwnFile[]) =>
    set({ own: { ...draft.own, files: addFiles(draft.own.files, files) } });

  const searched = searchedSources(draft);
  const searching = sources.filter(({ kind }) => searched.some((each) => each === kind));
  const own = sources.filter(({ capabilities }) => capabilities.group === "own");
  const hasOwnError = Object.keys(errors).some((field) => field.startsWith("own/"));

  return (
    <form ref={form} onSubmit={submit} noValidate className="grid grid-cols-1 gap-8">
      <DropAnywhere onFiles={bring} />
      <KeywordField
        keywords={draft.keywords}
        error={errors.keywords}
        onChange={(keywords) => set({ keywords })}
      >
        <ConfigDialog
          sources={sources}
          set={set}
          onRead={(notes) => {
            if (notes.length === 0) toast.success("The form is filled in.", AT_TOP);
            else
              toast.warning("The form is filled in, but not all of it.", {
                description: notes.join(" "),
                ...AT_TOP,
              });
          }}
        />
      </KeywordField>
      <SourcePicker
        sources={sources}
        chosen={draft.sources}
        error={errors.sources}
        onChange={(chosen) => set({ sources: chosen })}
        own={{
          summary: ownSummary(draft),
          isForcedOpen: hasOwnError || draft.own.files.length > 0 || ownSources(draft).length > 0,
          fields: <OwnFields sources={own} draft={draft} errors={errors} set={set} />,
        }}
      />
      <SampleStrip draft={draft} sources={sources} />
      <TargetField
        value={draft.maxImages}
        estimate={estimateCrawl(searching, draft.keywords.length, draft.maxImages)}
        error={errors.maxImages}
        onChange={(maxImages) => set({ maxImages })}
      />
      <MoreFields
        draft={draft}
        searching={searching}
        datasets={[...madeDatasets, ...datasets]}
        errors={errors}
        set={set}
      />
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-3 border-t bg-background px-4 py-3">
        {run.error && (
          <div className="basis-full">
            <ProblemNote
              title={
                run.isHalfStarted
                  ? "One part runs; the rest was not started"
                  : "The crawl was not started"
              }
              error={run.error}
            />
          </div>
        )}
        {run.progress ? (
          <UploadStatus progress={run.progress} onStop={run.stopUpload} />
        ) : (
          <p className="min-w-0 flex-1 text-xs text-muted-foreground">{summaryOf(draft)}</p>
        )}
        <Button type="submit" size="lg" disabled={run.isStarting}>
          {run.isStarting ? <Spinner /> : <PlayIcon />}
          Start crawl
        </Button>
      </div>
    </form>
  );
}

function summaryOf(draft: Draft): string {
  const { keywords, sources, maxImages, own } = draft;
  const parts = [
    countOf(keywords.length, "keyword"),
    countOf(sources.length, "source"),
    own.files.length > 0 && countOf(own.files.length, "file"),
    `up to ${countOf(maxImages ?? 0, "picture")}`,
  ];
  return parts.filter((part) => part !== false).join(" · ");
}
