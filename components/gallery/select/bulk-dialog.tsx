import { useQuery } from "@tanstack/react-query";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { countOf } from "@/components/format";
import { problemText } from "@/components/problem";
import { outlineImages } from "@/lib/contract/curation";
import { BULK_WORDS } from "../edits/bulk-words";
import { SPLIT_LABELS } from "../filter/words";
import { type ImageQuery, toImageFilter } from "../filters";
import type { Bulk, BulkChange } from "./use-bulk";

/** What is asked about: ids that are known, or all that the filters find, which is counted first. */
export type Asked = Omit<BulkChange, "target"> & { readonly ids: readonly string[] | null };

/** Asks before many pictures are changed at once, with their exact number. */
export function BulkDialog({
  datasetId,
  query,
  asked,
  bulk,
  onClose,
}: {
  datasetId: string;
  query: ImageQuery;
  asked: Asked;
  bulk: Bulk;
  onClose: (isDone: boolean) => void;
}) {
  const { ids, ...change } = asked;
  const counted = useQuery({
    queryKey: ["bulk-count", datasetId, query],
    queryFn: ({ signal }) => request(outlineImages, { datasetId, ...query }, { signal }),
    enabled: ids === null,
    gcTime: 0,
    staleTime: 0,
  });
  const count = ids?.length ?? counted.data?.count;
  const { verb } = BULK_WORDS[change.action];
  const isDelete = change.action === "delete";
  const what = count === undefined ? "pictures" : countOf(count, "picture");
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose(false)}
      title={`${verb} ${what}?`}
      description={
        <>
          {counted.error && <p>{problemText(counted.error)}</p>}
          {ids === null && (
            <p>{count === undefined ? "Counting…" : `All ${what} that the filters find.`}</p>
          )}
          {change.label && <p>Label: {change.label}</p>}
          {change.split !== undefined && <p>Split: {SPLIT_LABELS[change.split ?? "none"]}</p>}
          <p>
            {isDelete
              ? "They and their files go for good after a day. Until then you can undo it. To keep pictures out of exports only, reject them."
              : "You can undo it afterwards."}
          </p>
        </>
      }
      confirmLabel={`${verb} ${what}`}
      isDestructive={isDelete}
      onConfirm={async () => {
        if (count === undefined) throw new Error("The pictures are not counted yet.");
        const target = ids ? { ids } : { filter: toImageFilter(query), count };
        await bulk.run({ ...change, target });
        onClose(true);
      }}
    />
  );
}
