"use client";
import { useMutation } from "@tanstack/react-query";
import { PencilIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useRef, useState } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { updateDataset } from "@/lib/contract/datasets";

/** The dataset's name, renamed in place: Enter saves, Escape leaves it. */
export function DatasetTitle({ datasetId, name }: { datasetId: string; name: string }) {
  const router = useRouter();
  const [isEditing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const rename = useMutation({
    mutationFn: (next: string) => request(updateDataset, { datasetId, name: next }),
    onSuccess: () => router.refresh(),
    onError: (error) => toast.error("Not renamed", { description: problemText(error) }),
  });
  const shown = rename.isPending || rename.isSuccess ? (rename.variables ?? name) : name;

  const stop = () => {
    setEditing(false);
    // The field is gone: the focus goes back to where it came from.
    requestAnimationFrame(() => pencil.current?.focus());
  };
  const save = (typed: string) => {
    const next = typed.trim();
    if (next && next !== shown) rename.mutate(next);
    stop();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") save(event.currentTarget.value);
    if (event.key === "Escape") stop();
  };
  if (isEditing) {
    return (
      <Input
        aria-label="Name of the dataset"
        defaultValue={shown}
        maxLength={100}
        autoComplete="off"
        ref={(input) => input?.select()}
        onKeyDown={onKeyDown}
        onBlur={(event) => save(event.currentTarget.value)}
        className="h-8 max-w-md text-lg font-semibold"
      />
    );
  }
  return (
    <div className="flex min-w-0 items-center gap-1">
      <h1 className="truncate text-lg leading-8 font-semibold" title={shown}>
        {shown}
      </h1>
      <Button
        ref={pencil}
        variant="ghost"
        size="icon-sm"
        aria-label="Rename the dataset"
        onClick={() => setEditing(true)}
        className="text-muted-foreground"
      >
        <PencilIcon />
      </Button>
    </div>
  );
}
