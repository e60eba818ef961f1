"use client";
import { useMutation } from "@tanstack/react-query";
import { PlayIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { toast } from "sonner";
import { ProblemNote } from "@/components/dataset/problem-note";
import { countOf } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import type { SourceInfo } from "@/lib/domain/source";
import { type DatasetChoice, DatasetField } from "./dataset-field";
import {
  type Draft,
  type FieldErrors,
  missingFields,
  newDraft,
  type Prefill,
  type SetDraft,
} from "./draft";
import { FilterFields } from "./filter-fields";
import { KeywordInput } from "./keyword-input";
import { defaultName } from "./keywords";
import { LevelField } from "./level-field";
import { SourceCards } from "./source-cards";
import { whyUnavailable } from "./source-terms";
import { fieldErrorsOf, startCrawl } from "./start-crawl";
import { TargetField } from "./target-field";
import { UrlListFields } from "./url-list-fields";

export function NewCrawlForm({
  sources,
  datasets,
  prefill,
}: {
  sources: SourceInfo[];
  datasets: DatasetChoice[];
  prefill: Prefill;
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>(() => withoutUnavailable(newDraft(prefill), sources));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [madeDatasets, setMadeDatasets] = useState<DatasetChoice[]>([]);
  const isNamed = draft.keywords.length > 0 || draft.sources.includes("url-list");
  const usualName = isNamed ? defaultName(draft.keywords) : "Named after its keywords";

  const set: SetDraft = (change) => {
    setDraft((before) => ({ ...before, ...change }));
    const changed = Object.keys(change);
    setErrors((before) =>
      Object.fromEntries(
        Object.entries(before).filter(([field]) => !changed.includes(field.split("/")[0] ?? "")),
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

  const start = useMutation({
    mutationFn: () =>
      startCrawl(draft, (made) => {
        setMadeDatasets((before) => [made, ...before]);
        set({ datasetId: made.id });
      }),
    onSuccess: ({ datasetId, jobId, warning }) => {
      if (warning) toast.warning(warning);
      // The router leaves the scroll position alone where the new page's own part is in view, and that part lies below a header.
      window.scrollTo(0, 0);
      router.push(`/datasets/${datasetId}/crawls/${jobId}`);
      // The rail may have a new dataset to show.
      router.refresh();
    },
    onError: (error) => show(fieldErrorsOf(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start.isPending || start.isSuccess) return;
    const missing = missingFields(draft);
    if (Object.keys(missing).length > 0) show(missing);
    else start.mutate();
  };
  const isStarting = start.isPending || start.isSuccess;

  return (
    <form ref={form} onSubmit={submit} noValidate className="grid gap-8">
      <KeywordInput
        keywords={draft.keywords}
        error={errors.keywords}
        onChange={(keywords) => set({ keywords })}
      />
      <SourceCards
        sources={sources}
        chosen={draft.sources}
        error={errors.sources}
        onChange={(chosen) => set({ sources: chosen })}
      />
      {draft.sources.includes("url-list") && (
        <UrlListFields draft={draft} errors={errors} set={set} />
      )}
      <TargetField
        value={draft.maxImages}
        error={errors.maxImages}
        onChange={(maxImages) => set({ maxImages })}
      />
      <LevelField
        value={draft.validationLevel}
        onChange={(validationLevel) => set({ validationLevel })}
      />
      <FilterFields
        filters={draft.filters}
        errors={errors}
        onChange={(filters) => set({ filters })}
      />
      <Field label="Name of the crawl" optional error={errors.name}>
        <Input
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
          placeholder={usualName}
          maxLength={100}
          autoComplete="off"
        />
      </Field>
      <DatasetField
        datasets={[...madeDatasets, ...datasets]}
        draft={draft}
        errors={errors}
        crawlName={draft.name.trim() || usualName}
        set={set}
      />
      {start.error && <ProblemNote title="The crawl was not started" error={start.error} />}
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-3 border-t bg-background px-4 py-3">
        <p className="min-w-0 flex-1 text-xs text-muted-foreground">{summaryOf(draft)}</p>
        <Button type="submit" size="lg" disabled={isStarting}>
          {isStarting ? <Spinner /> : <PlayIcon />}
          Start crawl
        </Button>
      </div>
    </form>
  );
}

/** A link may name a source that cannot be used now. */
function withoutUnavailable(draft: Draft, sources: SourceInfo[]): Draft {
  const usable = sources.filter((source) => !whyUnavailable(source)).map(({ kind }) => kind);
  return { ...draft, sources: draft.sources.filter((kind) => usable.includes(kind)) };
}

function summaryOf({ keywords, sources, maxImages }: Draft): string {
  return [
    countOf(keywords.length, "keyword"),
    countOf(sources.length, "source"),
    `up to ${countOf(maxImages ?? 0, "picture")}`,
  ].join(" · ");
}
