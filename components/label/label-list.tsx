"use client";
import { MergeIcon } from "lucide-react";
import { useState } from "react";
import { ProblemNote } from "@/components/dataset/problem-note";
import { countOf } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { LabelRow } from "./label-row";
import { MergeLabels } from "./merge-labels";
import { NewLabel } from "./new-label";
import { useLabels } from "./use-labels";

/** Above so many labels a box to search them appears. */
const SEARCHED = 12;

/** The labels of a dataset: names, colours and keys; several can be merged. */
export function LabelList({ datasetId }: { datasetId: string }) {
  const { data: labels = [], isPending, error } = useLabels(datasetId);
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState("");
  const [isMerging, setMerging] = useState(false);
  const chosen = labels.filter(({ id }) => chosenIds.has(id));
  const shown = labels.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosenIds);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosenIds(next);
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Labels</CardTitle>
        <CardDescription>
          A picture may carry several; the first is its class. A key from 1 to 9 gives a label in
          the gallery.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-3">
        {error && <ProblemNote title="The labels could not be read" error={error} />}
        {labels.length > SEARCHED && (
          <Input
            type="search"
            aria-label="Search the labels"
            placeholder="Search the labels"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {isPending && <Skeleton className="h-40" />}
        {shown.length > 0 && (
          <ul className="max-h-112 divide-y overflow-y-auto rounded-lg border" aria-label="Labels">
            {shown.map((label) => (
              <LabelRow
                key={label.id}
                label={label}
                isChosen={chosenIds.has(label.id)}
                onChoose={(isChosen) => choose(label.id, isChosen)}
              />
            ))}
          </ul>
        )}
        {!isPending && !error && shown.length === 0 && (
          <p className="text-[13px] text-muted-foreground">
            {text
              ? "No label goes by that name."
              : "Labels come with the pictures, or add one here."}
          </p>
        )}
        {chosen.length > 0 && (
          <div className="flex flex-wrap items-center gap-2" role="status">
            <p className="text-[13px]">{countOf(chosen.length, "label")} chosen</p>
            <Button
              variant="outline"
              size="sm"
              disabled={chosen.length < 2}
              onClick={() => setMerging(true)}
            >
              <MergeIcon />
              Merge
            </Button>
          </div>
        )}
        <NewLabel datasetId={datasetId} />
      </CardContent>
      {isMerging && (
        <MergeLabels
          datasetId={datasetId}
          labels={chosen}
          onClose={() => setMerging(false)}
          onMerged={() => setChosenIds(new Set())}
        />
      )}
    </Card>
  );
}
