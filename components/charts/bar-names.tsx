import Link from "next/link";
import { countOf } from "@/components/format";
import { type BarEntry, ROW_PX } from "./entries";

/** Of the whole row, the part that names have to themselves. */
export const NAME_PX = 116;

/** The names beside the bars, each laid over its whole row: by pointer and by keyboard it leads to what the bar counts. */
export const BarNames = ({ entries }: { entries: readonly BarEntry[] }) => (
  <ul className="absolute inset-0 text-xs">
    {entries.map(({ name, value, href }) => {
      const words = (
        <>
          <span className="truncate pr-2 text-right" style={{ width: NAME_PX }}>
            {name}
          </span>
          <span className="sr-only">: {countOf(value, "picture")}</span>
        </>
      );
      return (
        <li key={name} title={name} style={{ height: ROW_PX }}>
          {href ? (
            <Link
              href={href}
              prefetch={false}
              className="flex h-full items-center rounded-sm hover:bg-foreground/5 hover:underline"
            >
              {words}
            </Link>
          ) : (
            <span className="flex h-full items-center">{words}</span>
          )}
        </li>
      );
    })}
  </ul>
);
