import { ImageOffIcon, ImagesIcon } from "lucide-react";
import Link from "next/link";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

/** In place of the grid where the list is empty. */
export function NoPictures({
  datasetId,
  hasFilters,
  isLeavingOut,
  onClear,
  onShowHidden,
}: {
  datasetId: string;
  hasFilters: boolean;
  /** Whether hidden pictures are left out, so that there may be some. */
  isLeavingOut: boolean;
  onClear: () => void;
  onShowHidden: () => void;
}) {
  if (hasFilters)
    return (
      <Empty
        icon={ImageOffIcon}
        title="No picture matches these filters"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={onClear}>Clear all filters</Button>
            {isLeavingOut && (
              <Button variant="outline" onClick={onShowHidden}>
                Look among hidden ones too
              </Button>
            )}
          </div>
        }
      />
    );
  return (
    <Empty
      icon={ImagesIcon}
      title="No pictures yet"
      text="A crawl finds pictures for your keywords, checks them, and puts the good ones here."
      action={
        <Button asChild>
          <Link href={to(`/crawls/new?datasetId=${datasetId}`)}>New crawl</Link>
        </Button>
      }
    />
  );
}
