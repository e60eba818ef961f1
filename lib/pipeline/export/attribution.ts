import { licenceUrl } from "@/lib/domain/licence";
import { type BlockSpool, blockSpool } from "./block-spool";
import type { Sample } from "./exporter";
import { escapeMarkdown } from "./markdown";

/** ATTRIBUTION.md: who made every picture, by licence, one line each. */
export function attributionList() {
  const groups = new Map<string, BlockSpool>();
  return {
    add(sample: Sample, path: string) {
      const group = groups.get(sample.licence) ?? blockSpool();
      groups.set(sample.licence, group);
      group.write(`- \`${path}\`: ${escapeMarkdown(sample.attribution)}\n`);
    },
    blocks(): readonly Uint8Array[] {
      const heading =
        "# Attribution\n\nEvery picture with its author, its source and its licence.\n";
      const licences = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
      return [
        Buffer.from(heading),
        ...licences.flatMap(([licence, group]) => [
          Buffer.from(`\n## ${licenceLink(licence)}\n\n`),
          ...group.blocks(),
        ]),
      ];
    },
  };
}

/** A licence by name, linked to its text where the name says which. */
export function licenceLink(licence: string): string {
  if (licence === "unknown") return "Licence unknown";
  const url = licenceUrl(licence);
  return url ? `[${escapeMarkdown(licence)}](${url})` : escapeMarkdown(licence);
}
