"use client";
import type { ReactNode } from "react";
import { formatCount } from "@/components/format";
import type { SourceGroup, SourceInfo, SourceKind } from "@/lib/domain/source";
import { usableKinds } from "../draft";
import { Fold, Folds } from "../fold";
import { AllOrNone, type Choice, SourceGrid } from "./source-group";
import { GROUP_TEXTS, isKeyMissing, whyUnavailable } from "./source-words";
import { StockList } from "./stock-list";
import { WebEngines } from "./web-engines";

const NAMED = 3;
/** "Bing, DuckDuckGo, Baidu", or the first and how many more. */
function namesOf(sources: SourceInfo[]): string {
  const names = sources.map(({ name }) => name);
  const rest = names.length - NAMED;
  if (rest <= 1) return names.join(", ");
  return `${names.slice(0, NAMED).join(", ")} and ${rest} more`;
}

/** Where to look: open collections at once, all others a click away. */
export function SourcePicker({
  sources,
  chosen,
  error,
  onChange,
  own,
}: {
  sources: SourceInfo[];
  chosen: SourceKind[];
  error: string | undefined;
  onChange: (chosen: SourceKind[]) => void;
  /** What is brought along, which has fields of its own. */
  own: { summary: string; isForcedOpen: boolean; fields: ReactNode };
}) {
  const choice: Choice = { chosen, isInvalid: error !== undefined, onChange };
  const of = (group: SourceGroup) =>
    sources.filter((source) => source.capabilities.group === group);
  const chosenOf = (group: SourceInfo[]) =>
    group.filter(({ kind }) => chosen.some((each) => each === kind)).length;
  const summaryOf = (group: SourceInfo[], idle: string) => {
    const count = chosenOf(group);
    return count > 0 ? `${formatCount(count)} of ${formatCount(group.length)} chosen` : idle;
  };
  const open = of("open");
  const keyed = of("keyed");
  const engines = of("web-engine");
  const samples = of("built-in");
  const stock = of("stock");
  const withoutKey = keyed.filter(isKeyMissing).length;
  const canTrySample = chosenOf(samples) === 0 && samples.some((source) => !whyUnavailable(source));

  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1 text-[13px] font-medium">Sources</legend>
      <div className="flex min-h-7 items-center gap-2">
        <p className="min-w-0 flex-1 text-xs text-muted-foreground">
          {GROUP_TEXTS.open.title}, {summaryOf(open, "none chosen")}.{" "}
          {canTrySample && (
            <button
              type="button"
              onClick={() => onChange(usableKinds(samples))}
              className="text-primary-ink underline underline-offset-2 hover:no-underline"
            >
              Try offline with sample pictures
            </button>
          )}
        </p>
        <AllOrNone sources={open} {...choice} />
      </div>
      <SourceGrid sources={open} {...choice} isDense />
      {error && (
        <p role="alert" className="text-xs text-failed-ink">
          {error}
        </p>
      )}
      <Folds>
        {keyed.length > 0 && (
          <Fold
            title={GROUP_TEXTS.keyed.title}
            summary={summaryOf(keyed, namesOf(keyed))}
            isForcedOpen={chosenOf(keyed) > 0}
          >
            <div className="grid gap-3">
              <div className="flex items-start gap-2">
                <p className="min-w-0 max-w-prose flex-1 text-xs text-muted-foreground">
                  {GROUP_TEXTS.keyed.text}
                  {withoutKey > 0 &&
                    ` Without a key: ${formatCount(withoutKey)} of ${keyed.length}.`}
                </p>
                <AllOrNone sources={keyed} {...choice} />
              </div>
              <SourceGrid sources={keyed} {...choice} />
            </div>
          </Fold>
        )}
        {engines.length > 0 && (
          <Fold
            title={GROUP_TEXTS["web-engine"].title}
            summary={summaryOf(engines, `${namesOf(engines)}: no licence data`)}
            isForcedOpen={chosenOf(engines) > 0}
          >
            <WebEngines sources={engines} {...choice} />
          </Fold>
        )}
        <Fold title={GROUP_TEXTS.own.title} summary={own.summary} isForcedOpen={own.isForcedOpen}>
          {own.fields}
        </Fold>
        {samples.length > 0 && (
          <Fold
            title={GROUP_TEXTS["built-in"].title}
            summary={summaryOf(samples, "to try things out")}
            isForcedOpen={chosenOf(samples) > 0}
          >
            <div className="grid gap-3">
              <p className="text-xs text-muted-foreground">{GROUP_TEXTS["built-in"].text}</p>
              <SourceGrid sources={samples} {...choice} />
            </div>
          </Fold>
        )}
        {stock.length > 0 && (
          <Fold title={GROUP_TEXTS.stock.title} summary={namesOf(stock)}>
            <StockList sources={stock} />
          </Fold>
        )}
      </Folds>
    </fieldset>
  );
}
