"use client";
import { RotateCwIcon, TriangleAlertIcon } from "lucide-react";
import { CopyButton } from "./copy-button";
import { Button } from "./ui/button";

/** The id under which the server logged the cause of an error it answered with. */
const digestOf = (error: unknown): string | undefined =>
  error instanceof Error && "digest" in error ? String(error.digest) : undefined;

/** What happened, what was kept, what to do. */
export function ErrorView({ error, retry }: { error: unknown; retry: () => void }) {
  const requestId = digestOf(error);
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-24 text-center">
      <TriangleAlertIcon className="size-8 text-failed-ink" aria-hidden />
      <h1 className="text-lg font-semibold">This page could not be shown</h1>
      <p className="text-[13px] text-muted-foreground">
        Something went wrong on our side. Your datasets and running crawls are not touched by it.
      </p>
      <Button onClick={retry}>
        <RotateCwIcon />
        Try again
      </Button>
      {requestId && (
        <p className="flex items-center gap-1 text-xs text-muted-foreground">
          Request id <code className="font-mono select-all">{requestId}</code>
          <CopyButton text={requestId} label="Copy the request id" />
        </p>
      )}
    </div>
  );
}
