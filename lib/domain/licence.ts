import { z } from "zod";

/** SPDX ids where SPDX has one, `LicenseRef-…` where it has not, `unknown` where nothing is known. */
export const Licence = z.string().max(100).meta({
  id: "Licence",
  description: "SPDX-like id, for example CC-BY-4.0, CC0-1.0, PDM-1.0 or unknown.",
});

const PUBLIC_DOMAIN: Record<string, string> = { cc0: "CC0-1.0", pdm: "PDM-1.0" };

/** "by-nc-sa", "4.0" → "CC-BY-NC-SA-4.0"; "cc0" → "CC0-1.0"; anything unknown → "unknown". */
export function creativeCommonsId(code: string | null | undefined, version?: string | null) {
  const name = code?.toLowerCase().replace(/^cc[- ](?=by)/, "") ?? "";
  const publicDomain = PUBLIC_DOMAIN[name];
  if (publicDomain) return publicDomain;
  if (!/^by(-nc)?(-nd|-sa)?$/.test(name)) return "unknown";
  return `CC-${name.toUpperCase()}-${version || "4.0"}`;
}

/** The page that states the licence, or null where the id names none. */
export function licenceUrl(id: string): string | null {
  if (id === "CC0-1.0") return "https://creativecommons.org/publicdomain/zero/1.0/";
  if (id === "PDM-1.0") return "https://creativecommons.org/publicdomain/mark/1.0/";
  const match = /^CC-(BY[A-Z-]*)-(\d\.\d)$/.exec(id);
  return match?.[1]
    ? `https://creativecommons.org/licenses/${match[1].toLowerCase()}/${match[2]}/`
    : null;
}

/** A credit line in the TASL order: title, author, source, licence. */
export function attributionLine(work: {
  title: string | null;
  creator: string | null;
  pageUrl: string | null;
  licence: string;
}): string {
  const title = work.title ? `"${work.title}"` : "Untitled";
  const by = work.creator ? ` by ${work.creator}` : "";
  const source = work.pageUrl ? `, ${work.pageUrl}` : "";
  const terms = work.licence === "unknown" ? "licence unknown" : work.licence;
  return `${title}${by}${source}, ${terms}`;
}
