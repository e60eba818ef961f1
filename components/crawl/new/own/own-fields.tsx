"use client";
import { countOf } from "@/components/format";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SourceInfo } from "@/lib/domain/source";
import { type Draft, isSourceKind, type SetDraft } from "../draft";
import { type FieldErrors, ownLabelOf, ownSources } from "../missing-fields";
import { SourceGrid } from "../sources/source-group";
import { GROUP_TEXTS } from "../sources/source-words";
import { AddressFields } from "./address-fields";
import { BucketFields } from "./bucket-fields";
import { FileField } from "./file-field";
import { isOwnSource, type OwnMaterial, type OwnSource } from "./own-material";

export function ownSummary(draft: Draft): string {
  const { length: files } = draft.own.files;
  const { length: sources } = ownSources(draft);
  const parts = [
    files > 0 && countOf(files, "file"),
    sources > 0 && `${countOf(sources, "source")} chosen`,
  ].filter((part) => part !== false);
  return parts.join(", ") || "files, folders, lists, web pages, S3";
}

/** What a person brings: files at once, and sources that need an address. */
export function OwnFields({
  sources,
  draft,
  errors,
  set,
}: {
  sources: SourceInfo[];
  draft: Draft;
  errors: FieldErrors;
  set: SetDraft;
}) {
  const { own } = draft;
  const chosen = ownSources(draft);
  const change = (changes: Partial<OwnMaterial>) => set({ own: { ...own, ...changes } });
  const addressed = sources.filter(({ kind }) => isSourceKind(kind) && isOwnSource(kind));
  const isLabelled = own.files.length > 0 || chosen.length > 0;
  const usualLabel = ownLabelOf({ ...draft, own: { ...own, label: "" } });
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-xs text-muted-foreground">{GROUP_TEXTS.own.text}</p>
      <FileField own={own} error={errors["own/files"]} onChange={change} />
      <SourceGrid
        sources={addressed}
        chosen={draft.sources}
        isInvalid={false}
        onChange={(kinds) => set({ sources: kinds })}
      />
      {chosen.map((kind) => (
        <section
          key={kind}
          aria-label={sources.find((source) => source.kind === kind)?.name}
          className="border-l-2 border-primary/40 pl-4"
        >
          <FieldsOf kind={kind} own={own} errors={errors} onChange={change} />
        </section>
      ))}
      {isLabelled && (
        <Field
          label="Label of these pictures"
          optional={chosen.length === 0 || usualLabel !== null}
          hint="The class they belong to, where no folder or column says it."
          error={errors["own/label"]}
          className="max-w-96"
        >
          <Input
            value={own.label}
            onChange={({ target }) => change({ label: target.value })}
            placeholder={usualLabel ?? ""}
            maxLength={100}
            autoComplete="off"
          />
        </Field>
      )}
    </div>
  );
}

function FieldsOf({
  kind,
  own,
  errors,
  onChange,
}: {
  kind: OwnSource;
  own: OwnMaterial;
  errors: FieldErrors;
  onChange: (change: Partial<OwnMaterial>) => void;
}) {
  if (kind !== "s3-prefix") {
    const error = errors[`own/${kind}`];
    return <AddressFields kind={kind} own={own} error={error} onChange={onChange} />;
  }
  return (
    <BucketFields bucket={own.bucket} errors={errors} onChange={(bucket) => onChange({ bucket })} />
  );
}
