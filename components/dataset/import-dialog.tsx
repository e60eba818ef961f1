"use client";
import { useMutation } from "@tanstack/react-query";
import { UploadIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { DropAnywhere } from "@/components/crawl/new/own/drop-anywhere";
import { FileField } from "@/components/crawl/new/own/file-field";
import { importFiles, type UploadProgress } from "@/components/crawl/new/own/import-files";
import { addFiles, noOwnMaterial, type OwnMaterial } from "@/components/crawl/new/own/own-material";
import { UploadStatus } from "@/components/crawl/new/upload-status";
import { fieldError } from "@/components/problem";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ProblemNote } from "./problem-note";

/** Brings files, folders, archives and lists of one's own into a dataset; goes to the crawl that reads them. */
export function ImportDialog({ datasetId }: { datasetId: string }) {
  const [isOpen, setOpen] = useState(false);
  const [own, setOwn] = useState<OwnMaterial>(noOwnMaterial);
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const upload = useRef(new AbortController());
  const router = useRouter();
  const send = useMutation({
    mutationFn: () => {
      upload.current = new AbortController();
      const { signal } = upload.current;
      return importFiles(datasetId, own, own.label.trim() || null, {
        signal,
        onProgress: setProgress,
      });
    },
    onSuccess: (job) => {
      if (!job) return;
      changeOpen(false);
      router.push(to(`/datasets/${datasetId}/crawls/${job.id}`));
      router.refresh();
    },
    onSettled: () => setProgress(null),
  });
  const change = (changes: Partial<OwnMaterial>) => setOwn((before) => ({ ...before, ...changes }));

  function changeOpen(isNowOpen: boolean) {
    if (!isNowOpen) upload.current.abort();
    setOpen(isNowOpen);
    setOwn(noOwnMaterial());
    send.reset();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (own.files.length > 0 && !send.isPending) send.mutate();
  }
  return (
    <Dialog open={isOpen} onOpenChange={changeOpen}>
      <DialogTrigger asChild>
        <Button variant="outline">
          <UploadIcon />
          <span className="max-sm:sr-only">Import</span>
        </Button>
      </DialogTrigger>
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle>Import your own material</DialogTitle>
          <DialogDescription>
            It is checked like everything else, and duplicates are left out.
          </DialogDescription>
        </DialogHeader>
        <form onSubmit={submit} className="grid grid-cols-1 gap-4">
          <DropAnywhere
            onFiles={(files) => setOwn((now) => ({ ...now, files: addFiles(now.files, files) }))}
          />
          <FileField own={own} error={undefined} onChange={change} />
          <Field
            label="Label"
            optional
            hint="The class of pictures that no folder, annotation or column names one for."
            error={fieldError(send.error, "label")}
          >
            <Input
              value={own.label}
              onChange={({ target }) => change({ label: target.value })}
              maxLength={100}
              autoComplete="off"
            />
          </Field>
          {send.error && !fieldError(send.error, "label") && (
            <ProblemNote title="Nothing was imported" error={send.error} />
          )}
          {progress ? (
            <UploadStatus progress={progress} onStop={() => upload.current.abort()} />
          ) : (
            <DialogFooter>
              <Button variant="outline" onClick={() => changeOpen(false)}>
                Cancel
              </Button>
              <Button type="submit" disabled={own.files.length === 0 || send.isPending}>
                Import
              </Button>
            </DialogFooter>
          )}
        </form>
      </DialogContent>
    </Dialog>
  );
}
