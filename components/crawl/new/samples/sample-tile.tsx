"use client";
import { ImageOffIcon } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/cn";
import type { PreviewItem } from "@/lib/domain/source";

/** One picture that would be found; dimmed where the filters would leave it out. Leads to its page. */
export function SampleTile({ item }: { item: PreviewItem }) {
  const [isBroken, setBroken] = useState(false);
  const { pageUrl, thumbnail, title, creator, licence, filtered } = item;
  const name = [title ?? "Untitled", creator && `by ${creator}`].filter(Boolean).join(" ");
  const rights = licence === "unknown" ? "Licence unknown" : licence;
  const words = filtered ? `Left out: ${filtered}` : rights;
  return (
    <li className="shrink-0">
      <a
        href={pageUrl ?? item.url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        referrerPolicy="no-referrer"
        title={`${name}\n${words}`}
        aria-label={`${name}. ${words} (opens in a new tab)`}
        className="group relative block size-22 overflow-hidden rounded-md bg-canvas focus-visible:-outline-offset-2"
      >
        {thumbnail && !isBroken ? (
          <img
            src={thumbnail}
            alt=""
            width={88}
            height={88}
            loading="lazy"
            decoding="async"
            onError={() => setBroken(true)}
            className={cn("size-full object-cover", filtered && "opacity-30 grayscale")}
          />
        ) : (
          <span className="flex size-full items-center justify-center border border-dashed">
            <ImageOffIcon className="size-4 text-muted-foreground" aria-hidden />
          </span>
        )}
        <span
          aria-hidden
          className={cn(
            "absolute inset-x-0 bottom-0 line-clamp-3 bg-black/75 px-1 py-0.5 text-[11px] leading-3.5 text-white opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 pointer-coarse:opacity-100",
            filtered && "opacity-100",
          )}
        >
          {filtered ?? rights}
        </span>
      </a>
    </li>
  );
}
