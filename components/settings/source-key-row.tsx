"use client";
import { useQueryClient } from "@tanstack/react-query";
import { KeyRoundIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { isSourceKind } from "@/components/crawl/new/draft";
import { KeyDialog } from "@/components/crawl/new/sources/key-dialog";
import { limitsOf } from "@/components/crawl/new/sources/source-facts";
import { SOURCES_KEY } from "@/components/crawl/new/sources/use-sources";
import { ExternalLink } from "@/components/dataset/external-link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { deleteSourceKey } from "@/lib/contract/sources";
import type { SourceInfo } from "@/lib/domain/source";

type Key = NonNullable<SourceInfo["key"]>;

function WhoseKey({ from, hint }: Key) {
  if (from === "own") return <Badge>{hint ? `Yours, ends in ${hint}` : "Yours"}</Badge>;
  if (from === "server") return <Badge variant="secondary">The server's</Badge>;
  return <Badge variant="outline">No key</Badge>;
}

/** What a person's own key would change, or changes. */
function changeOf({ isRequired, from }: Key, { takes }: SourceInfo["capabilities"]): string {
  if (takes === "prefix") return "Public buckets are read without a key; private ones need it.";
  if (from === "own") return "Your searches count against your own quota.";
  if (from === "server")
    return "The server's key is shared by everybody here; with your own you have its quota for yourself.";
  return isRequired
    ? "Without a key it cannot be searched."
    : "It works without a key; with one its limits are wider.";
}

/** A source, whose key is used for it, and what can be done about that. */
export function SourceKeyRow({ source }: { source: SourceInfo }) {
  const { kind, name, key, description } = source;
  const client = useQueryClient();
  const give = useRef<HTMLButtonElement>(null);
  const isRemoved = useRef(false);
  const isOwn = key?.from === "own";
  useEffect(() => {
    // The button that removed the key is gone with it.
    if (!isOwn && isRemoved.current) give.current?.focus();
    isRemoved.current = false;
  }, [isOwn]);
  if (!key || !isSourceKind(kind)) return null;
  const limits = limitsOf(source);
  const isLocked = key.isRequired && key.from === null;
  return (
    <li
      id={kind}
      className="flex scroll-mt-20 flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3 target:bg-primary/8"
    >
      <div className="grid min-w-0 flex-1 basis-72 gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="text-sm font-medium">{name}</span>
          <WhoseKey {...key} />
        </p>
        <p className="text-[13px] text-muted-foreground">{description}</p>
        <p className="text-xs text-muted-foreground">
          {changeOf(key, source.capabilities)}
          {limits && ` ${isLocked ? "With one" : "Now"}: ${limits}.`}{" "}
          <ExternalLink
            href={key.signUpUrl}
            label={`Get a key for ${name}`}
            className="whitespace-nowrap"
          >
            Get a key
          </ExternalLink>
        </p>
      </div>
      <div className="flex gap-2">
        <KeyDialog
          source={source}
          trigger={
            <Button ref={give} variant="outline">
              <KeyRoundIcon />
              {isOwn ? "Replace" : "Give a key"}
              <span className="sr-only"> for {name}</span>
            </Button>
          }
        />
        {isOwn && (
          <ConfirmDialog
            trigger={
              <Button variant="outline" className="text-failed-ink">
                Remove<span className="sr-only"> your key for {name}</span>
              </Button>
            }
            title={`Remove your key for ${name}?`}
            description="It is deleted here and stays valid at the service. Crawls that run go on without it."
            confirmLabel="Remove the key"
            onConfirm={async () => {
              await request(deleteSourceKey, { kind });
              isRemoved.current = true;
              await client.invalidateQueries({ queryKey: SOURCES_KEY });
            }}
          />
        )}
      </div>
    </li>
  );
}
