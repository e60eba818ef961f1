/** Licence ids that the Hugging Face Hub knows, of those that pictures come with. */
const HUB_LICENCES: ReadonlySet<string> = new Set([
  "cc0-1.0",
  "cc-by-2.0",
  "cc-by-2.5",
  "cc-by-3.0",
  "cc-by-4.0",
  "cc-by-sa-3.0",
  "cc-by-sa-4.0",
  "cc-by-nc-2.0",
  "cc-by-nc-3.0",
  "cc-by-nc-4.0",
  "cc-by-nd-4.0",
  "cc-by-nc-nd-3.0",
  "cc-by-nc-nd-4.0",
  "cc-by-nc-sa-2.0",
  "cc-by-nc-sa-3.0",
  "cc-by-nc-sa-4.0",
  "unknown",
]);

/** The Hub's size classes: below each count, the class with that name. */
const SIZE_CATEGORIES: readonly (readonly [below: number, category: string])[] = [
  [1e3, "n<1K"],
  [1e4, "1K<n<10K"],
  [1e5, "10K<n<100K"],
  [1e6, "100K<n<1M"],
  [1e7, "1M<n<10M"],
];

/** The YAML block at the head of a dataset card. Without `configs` the Hub would guess splits from folder names. */
export function cardMetadata(
  name: string,
  imageCount: number,
  licences: readonly string[],
): string {
  const category = SIZE_CATEGORIES.find(([below]) => imageCount < below)?.[1] ?? "10M<n<100M";
  return [
    "---",
    // A JSON string is a YAML string, so no name can end the block or add to it.
    `pretty_name: ${JSON.stringify(name)}`,
    ...licenceFields(licences),
    "task_categories:",
    "- image-classification",
    "size_categories:",
    `- ${category}`,
    "configs:",
    "- config_name: default",
    "  data_files:",
    "  - split: train",
    '    path: "**"',
    "---",
  ].join("\n");
}

function licenceFields(licences: readonly string[]): string[] {
  const [id = "unknown", ...others] = licences.map((licence) => licence.toLowerCase());
  if (others.length === 0 && HUB_LICENCES.has(id)) return [`license: ${id}`];
  return ["license: other", "license_name: per-picture", "license_link: ATTRIBUTION.md"];
}
