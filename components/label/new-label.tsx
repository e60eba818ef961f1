import { PlusIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { request } from "@/components/api";
import { problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { createLabel } from "@/lib/contract/labels";
import { useLabelChange } from "./use-labels";

/** A label before any picture carries it, so that a key can give it. */
export function NewLabel({ datasetId }: { datasetId: string }) {
  const [name, setName] = useState("");
  const create = useLabelChange((text: string) => request(createLabel, { datasetId, name: text }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = name.trim();
    if (text && !create.isPending) create.mutate(text, { onSuccess: () => setName("") });
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <Field
        label="New label"
        error={create.error ? problemText(create.error) : undefined}
        className="flex-1"
      >
        <Input
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={100}
          autoComplete="off"
        />
      </Field>
      <Button type="submit" variant="outline" disabled={!name.trim() || create.isPending}>
        <PlusIcon />
        Add
      </Button>
    </form>
  );
}
