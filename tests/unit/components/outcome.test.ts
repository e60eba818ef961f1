import { expect, it } from "vitest";
import { OUTCOME_STYLES } from "@/components/outcome";
import { OUTCOME_GROUPS } from "@/lib/domain/outcome";

it("tells every group of outcomes apart by its word, its icon and its colour", () => {
  const styles = OUTCOME_GROUPS.map((group) => OUTCOME_STYLES[group]);
  for (const key of ["label", "icon", "colour", "fill", "text"] as const)
    expect(new Set(styles.map((style) => style[key])).size).toBe(OUTCOME_GROUPS.length);
});
