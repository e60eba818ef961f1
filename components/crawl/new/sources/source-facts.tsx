"use client";
import { InfoIcon } from "lucide-react";
import { ExternalLink } from "@/components/dataset/external-link";
import { countOf, formatCount } from "@/components/format";
import { RelativeTime } from "@/components/relative-time";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { SourceInfo } from "@/lib/domain/source";
import { whyUnavailable } from "./source-words";

export function limitsOf({ capabilities }: SourceInfo): string | null {
  const { requestsPerMinute, requestsPerDay, maxPerQuery } = capabilities;
  const parts = [
    requestsPerMinute !== null && `${countOf(requestsPerMinute, "request")} a minute`,
    requestsPerDay !== null && `${formatCount(requestsPerDay)} a day`,
    maxPerQuery !== null && `${formatCount(maxPerQuery)} pictures for a keyword`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : null;
}

/** On demand: what a source is, what its terms allow, its limits and how it has fared. */
export function SourceFacts({ source }: { source: SourceInfo }) {
  const { name, description, terms, termsUrl, homepage, health } = source;
  const reason = whyUnavailable(source);
  const limits = limitsOf(source);
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`About ${name}`}
          className="text-muted-foreground"
        >
          <InfoIcon />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={`About ${name}`} className="grid w-80 gap-3 text-xs">
        <p className="grid gap-0.5">
          <span className="text-[13px] font-medium">{name}</span>
          <span className="text-muted-foreground">{description}</span>
        </p>
        {reason && <p className="break-words text-rejected-ink">{reason}</p>}
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-2 [&>dt]:text-muted-foreground">
          <dt>Terms</dt>
          <dd>
            {terms}{" "}
            <ExternalLink href={termsUrl ?? homepage} label={`Full terms of ${name}`}>
              Full terms
            </ExternalLink>
          </dd>
          {limits && (
            <>
              <dt>Limits</dt>
              <dd>{limits}</dd>
            </>
          )}
          {health.lastSuccessAt && (
            <>
              <dt>Answered</dt>
              <dd>
                <RelativeTime at={health.lastSuccessAt} />
              </dd>
            </>
          )}
          {health.lastErrorAt && (
            <>
              <dt>Failed</dt>
              <dd className="min-w-0 break-words">
                <RelativeTime at={health.lastErrorAt} />
                {health.lastError && `: ${health.lastError}`}
              </dd>
            </>
          )}
        </dl>
      </PopoverContent>
    </Popover>
  );
}
