import { BanIcon } from "lucide-react";
import { ExternalLink } from "@/components/dataset/external-link";
import type { SourceInfo } from "@/lib/domain/source";
import { GROUP_TEXTS } from "./source-words";

/** Services that people look for and that no dataset may come from, each with the reason. */
export function StockList({ sources }: { sources: SourceInfo[] }) {
  return (
    <div className="grid gap-3 text-xs">
      <p className="text-muted-foreground">{GROUP_TEXTS.stock.text}</p>
      <ul className="grid gap-2.5">
        {sources.map(({ kind, name, terms, termsUrl }) => (
          <li key={kind} className="flex gap-2">
            <BanIcon className="mt-px size-3.5 shrink-0 text-muted-foreground" aria-hidden />
            <p className="min-w-0 max-w-prose">
              <span className="font-medium">{name}.</span> {terms}{" "}
              <ExternalLink href={termsUrl} label={`Terms of ${name}`}>
                Terms
              </ExternalLink>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
