"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { fieldError, isFormError } from "@/components/problem";
import { Button } from "@/components/ui/button";
import {
  Card,
  CardContent,
  CardDescription,
  CardFooter,
  CardHeader,
  CardTitle,
} from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { Textarea } from "@/components/ui/textarea";
import { updateDataset } from "@/lib/contract/datasets";
import type { Dataset } from "@/lib/domain/dataset";
import { ProblemNote } from "./problem-note";

/** Name, description and project of a dataset. */
export function DatasetForm({
  dataset,
  projects,
}: {
  dataset: Dataset;
  projects: { id: string; name: string }[];
}) {
  const router = useRouter();
  const id = useId();
  const [name, setName] = useState(dataset.name);
  const [description, setDescription] = useState(dataset.description ?? "");
  const [projectId, setProjectId] = useState(dataset.projectId);
  const choices = projects.some((project) => project.id === dataset.projectId)
    ? projects
    : [{ id: dataset.projectId, name: dataset.projectName }, ...projects];
  const isChanged =
    name.trim() !== dataset.name ||
    description.trim() !== (dataset.description ?? "") ||
    projectId !== dataset.projectId;

  const save = useMutation({
    mutationFn: () =>
      request(updateDataset, {
        datasetId: dataset.id,
        name,
        description: description.trim() || null,
        projectId,
      }),
    onSuccess: () => {
      toast.success("Saved");
      router.refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Card>
        <CardHeader>
          <CardTitle>Dataset</CardTitle>
          <CardDescription>What it is called, and where it belongs.</CardDescription>
        </CardHeader>
        <CardContent className="grid gap-4">
          <Field label="Name" error={fieldError(save.error, "name")}>
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              required
              maxLength={100}
              autoComplete="off"
            />
          </Field>
          <Field label="Description" optional error={fieldError(save.error, "description")}>
            <Textarea
              value={description}
              onChange={(event) => setDescription(event.target.value)}
              maxLength={1000}
              rows={3}
            />
          </Field>
          <Field label="Project" htmlFor={id} error={fieldError(save.error, "projectId")}>
            <Select value={projectId} onValueChange={setProjectId}>
              <SelectTrigger id={id} className="w-full">
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {choices.map((project) => (
                  <SelectItem key={project.id} value={project.id}>
                    {project.name}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </Field>
          {isFormError(save.error) && <ProblemNote title="Not saved" error={save.error} />}
        </CardContent>
        <CardFooter className="justify-end">
          <Button type="submit" disabled={!isChanged || !name.trim() || save.isPending}>
            {save.isPending && <Spinner />}
            Save
          </Button>
        </CardFooter>
      </Card>
    </form>
  );
}
