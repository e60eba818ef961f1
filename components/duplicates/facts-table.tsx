import { ArrowUpIcon } from "lucide-react";
import Link from "next/link";
import { cn } from "@/components/cn";
import { useSourceName } from "@/components/crawl/source-names";
import { RelativeTime } from "@/components/relative-time";
import { to } from "@/components/routes";
import { compareFacts, type Fact } from "./facts";
import type { Member } from "./members";

/** What is known of the two pictures that are compared; what is better is marked, what is equal stands back. */
export function FactsTable({
  pair,
  names,
}: {
  pair: readonly [Member, Member];
  names: readonly [string, string];
}) {
  const sourceName = useSourceName();
  const [a, b] = pair;
  return (
    <table className="w-full table-fixed text-xs">
      <caption className="sr-only">The two pictures compared</caption>
      <thead>
        <tr className="text-left text-muted-foreground">
          <th scope="col" className="w-20 py-0.5 font-normal">
            <span className="sr-only">Fact</span>
          </th>
          {pair.map(({ image }, side) => (
            <th key={image.id} scope="col" className="px-2 py-0.5 font-medium">
              <Link
                href={to(`/datasets/${image.datasetId}?image=${image.id}`)}
                title="Open in the gallery"
                className="underline decoration-dotted underline-offset-3 hover:decoration-solid pointer-coarse:inline-block pointer-coarse:py-3"
              >
                {names[side]}
              </Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {compareFacts(a.image, b.image, sourceName).map((fact) => (
          <Row key={fact.name} fact={fact} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ fact: { name, values, better, isTime } }: { fact: Fact }) {
  const isEqual = values[0] === values[1];
  return (
    <tr className="border-t align-baseline">
      <th scope="row" className="py-0.5 text-left font-normal text-muted-foreground">
        {name}
      </th>
      {values.map((value, side) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: the two sides have no identity but their place
          key={side}
          className={cn(
            "px-2 py-0.5 break-words",
            isEqual && "text-muted-foreground",
            better === side && "font-medium text-accepted-ink",
          )}
        >
          {isTime ? <RelativeTime at={value} /> : value}
          {better === side && (
            <>
              <ArrowUpIcon className="mb-0.5 ml-1 inline size-3" aria-hidden />
              <span className="sr-only">, better</span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}
