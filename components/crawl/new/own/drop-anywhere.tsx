"use client";
import { UploadIcon } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { toast } from "sonner";
import { droppedFiles } from "./dropped-files";
import type { OwnFile } from "./own-material";

const carriesFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes("Files") ?? false;

/** Takes files that are dropped anywhere on the page, and says so while they hang over it. */
export function DropAnywhere({ onFiles }: { onFiles: (files: OwnFile[]) => void }) {
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    const { signal, abort } = listening();
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      // Without this the browser would open the file instead.
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Within the page one element is left for another.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      droppedFiles(event.dataTransfer).then(
        (files) => take(files),
        () => toast.error("What was dropped could not be read. Nothing was added."),
      );
    };
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("drop", drop, { signal });
    return abort;
  }, []);
  if (!isOver) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-3 z-50 flex flex-col items-center justify-center gap-2 rounded-xl border-2 border-dashed border-primary bg-background/90 text-center"
    >
      <UploadIcon className="size-6 text-primary-ink" />
      <p className="text-sm font-medium">Drop them here</p>
      <p className="text-xs text-muted-foreground">
        Pictures, whole folders, ZIP and tar archives, lists of URLs
      </p>
    </div>
  );
}

function listening() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
