import { SearchXIcon } from "lucide-react";
import Link from "next/link";
import { Button } from "./ui/button";

/** Somebody else's rows look the same as those that do not exist. */
export function NotFoundView() {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-24 text-center">
      <SearchXIcon className="size-8 text-muted-foreground" aria-hidden />
      <h1 className="text-lg font-semibold">There is nothing at this address</h1>
      <p className="text-[13px] text-muted-foreground">
        It may have been deleted, or it belongs to another account.
      </p>
      <Button asChild>
        <Link href="/dashboard">To the dashboard</Link>
      </Button>
    </div>
  );
}
