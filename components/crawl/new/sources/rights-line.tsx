import { cn } from "@/components/cn";
import type { SourceInfo } from "@/lib/domain/source";
import { LICENCE_DATA, MACHINE_LEARNING_USE } from "./source-words";

const CAREFUL = "text-rejected-ink";

/** What is known of the pictures' licences, and what the terms say of machine learning; amber where care is needed. */
export function RightsLine({ capabilities }: { capabilities: SourceInfo["capabilities"] }) {
  const { licenceData, machineLearningUse, sunsetDate } = capabilities;
  const isRestricted = machineLearningUse === "restricted" || machineLearningUse === "forbidden";
  return (
    <span className="text-xs text-muted-foreground">
      <span className={cn(licenceData === "none" && CAREFUL)}>{LICENCE_DATA[licenceData]}</span>
      {", "}
      <span className={cn(isRestricted && CAREFUL)}>
        {MACHINE_LEARNING_USE[machineLearningUse]}
      </span>
      {sunsetDate && (
        <span className={CAREFUL}>
          , ends on <span className="whitespace-nowrap">{sunsetDate}</span>
        </span>
      )}
    </span>
  );
}
