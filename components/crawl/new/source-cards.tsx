"use client";
import { CircleAlertIcon, CircleCheckIcon } from "lucide-react";
import { useId } from "react";
import { cn } from "@/components/cn";
import { ExternalLink } from "@/components/dataset/external-link";
import { RelativeTime } from "@/components/relative-time";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import type { SourceInfo, SourceKind } from "@/lib/domain/source";
import { LICENCE_DATA, MACHINE_LEARNING_USE, quotaText, whyUnavailable } from "./source-terms";

/** The sources with what a person should know of each before choosing it. */
export function SourceCards({
  sources,
  chosen,
  error,
  onChange,
}: {
  sources: SourceInfo[];
  chosen: SourceKind[];
  error: string | undefined;
  onChange: (chosen: SourceKind[]) => void;
}) {
  const canTrySample =
    !chosen.includes("sample") &&
    sources.some((source) => source.kind === "sample" && !whyUnavailable(source));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-[13px] font-medium">Sources</legend>
      {canTrySample && (
        <p className="text-xs text-muted-foreground">
          No network, or just looking?{" "}
          <button
            type="button"
            onClick={() => onChange(["sample"])}
            className="text-primary-ink underline underline-offset-2 hover:no-underline"
          >
            Try offline with sample pictures
          </button>
        </p>
      )}
      <div className="grid gap-2 sm:grid-cols-2">
        {sources.map((source) => (
          <SourceCard
            key={source.kind}
            source={source}
            isChosen={chosen.includes(source.kind)}
            isInvalid={error !== undefined}
            onToggle={(isChosen) =>
              onChange(
                isChosen ? [...chosen, source.kind] : chosen.filter((kind) => kind !== source.kind),
              )
            }
          />
        ))}
      </div>
      {error && (
        <p role="alert" className="text-xs text-failed-ink">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function SourceCard({
  source,
  isChosen,
  isInvalid,
  onToggle,
}: {
  source: SourceInfo;
  isChosen: boolean;
  isInvalid: boolean;
  onToggle: (isChosen: boolean) => void;
}) {
  const id = useId();
  const reason = whyUnavailable(source);
  const quota = quotaText(source);
  const { capabilities } = source;
  return (
    <div
      className={cn(
        "flex gap-3 rounded-lg border bg-card p-3 transition-colors",
        isChosen && "border-primary bg-primary/5",
        reason && "bg-muted",
      )}
    >
      <Checkbox
        id={id}
        checked={isChosen}
        disabled={reason !== null}
        onCheckedChange={(checked) => onToggle(checked === true)}
        aria-describedby={`${id}-about`}
        aria-invalid={isInvalid || undefined}
        className="mt-0.5"
      />
      <div className="grid min-w-0 flex-1 content-start gap-2">
        <label htmlFor={id} className="grid gap-0.5">
          <span className="text-[13px] font-medium">{source.name}</span>
          <span className="text-xs text-muted-foreground">{source.description}</span>
        </label>
        <div id={`${id}-about`} className="grid gap-2 text-xs text-muted-foreground">
          <div className="flex flex-wrap gap-1">
            <Badge variant="outline">{LICENCE_DATA[capabilities.licenceData]}</Badge>
            <Badge
              variant={capabilities.machineLearningUse === "forbidden" ? "destructive" : "outline"}
            >
              {MACHINE_LEARNING_USE[capabilities.machineLearningUse]}
            </Badge>
            {capabilities.sunsetDate && (
              <Badge variant="destructive">Ends on {capabilities.sunsetDate}</Badge>
            )}
          </div>
          <p>
            {source.terms}{" "}
            <ExternalLink
              href={source.termsUrl ?? source.homepage}
              label={`Terms of ${source.name}`}
            >
              Terms
            </ExternalLink>
          </p>
          {reason ? (
            <p className="flex items-start gap-1 text-rejected-ink">
              <CircleAlertIcon className="mt-px size-3.5 shrink-0" aria-hidden />
              <span className="min-w-0 break-words">{reason}</span>
            </p>
          ) : (
            <p className="flex items-start gap-1">
              <CircleCheckIcon className="mt-px size-3.5 shrink-0 text-accepted-ink" aria-hidden />
              <span>
                Ready{quota && `, ${quota}`}
                {source.health.lastSuccessAt && (
                  <>
                    . Last answer <RelativeTime at={source.health.lastSuccessAt} />
                  </>
                )}
              </span>
            </p>
          )}
        </div>
      </div>
    </div>
  );
}
