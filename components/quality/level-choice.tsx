import { LevelField } from "@/components/crawl/new/level-field";
import type { ValidationLevel } from "@/lib/domain/issue";

/** What a level does to pictures that are there already. */
const LEVELS: Record<ValidationLevel, { label: string; text: string }> = {
  basic: {
    label: "Basic",
    text: "Whatever can be decoded is shown. The checks below only mark.",
  },
  standard: {
    label: "Standard",
    text: "Hides what the checks below find, where they are set to hide.",
  },
  strict: {
    label: "Strict",
    text: "Also asks for licences and consent, where set to hide, and groups duplicates anew.",
  },
};

/** How strictly a dataset's pictures are judged. */
export function LevelChoice({
  level,
  onChange,
}: {
  level: ValidationLevel;
  onChange: (level: ValidationLevel) => void;
}) {
  return <LevelField texts={LEVELS} value={level} onChange={onChange} />;
}
