import { z } from "zod";

/** SPDX ids where SPDX has one, `LicenseRef-…` where it has not, `unknown` where nothing is known. */
export const Licence = z.string().max(100).meta({
  id: "Licence",
  description: "SPDX-like id, for example CC-BY-4.0, CC0-1.0, PDM-1.0 or unknown.",
});

/** What a licence lets people do, as far as a filter asks. */
export interface LicenceTerms {
  readonly isPublicDomain: boolean;
  readonly allowsCommercialUse: boolean;
  readonly allowsModification: boolean;
  readonly isShareAlike: boolean;
}

const FREE: LicenceTerms = {
  isPublicDomain: false,
  allowsCommercialUse: true,
  allowsModification: true,
  isShareAlike: false,
};
const PUBLIC_DOMAIN: LicenceTerms = { ...FREE, isPublicDomain: true };
const COPYLEFT: LicenceTerms = { ...FREE, isShareAlike: true };

/** Open terms besides the Creative Commons licences, by family in lower case, with the page that states them. */
const OPEN: Record<string, { readonly terms: LicenceTerms; readonly url: string }> = {
  cc0: { terms: PUBLIC_DOMAIN, url: "https://creativecommons.org/publicdomain/zero/1.0/" },
  pdm: { terms: PUBLIC_DOMAIN, url: "https://creativecommons.org/publicdomain/mark/1.0/" },
  "cc-pddc": {
    terms: PUBLIC_DOMAIN,
    url: "https://creativecommons.org/licenses/publicdomain/",
  },
  /** Works of the federal government of the United States: without copyright there, not everywhere. */
  "licenseref-us-government-work": {
    terms: PUBLIC_DOMAIN,
    url: "https://www.usa.gov/government-copyright",
  },
  /** The institution knows of no restriction, and promises nothing: not the same as public domain. */
  "licenseref-no-known-restrictions": {
    terms: FREE,
    url: "https://rightsstatements.org/vocab/NKC/1.0/",
  },
  /** Generally without copyright in the United States; no endorsement may be implied. */
  "licenseref-nasa-media": {
    terms: FREE,
    url: "https://www.nasa.gov/nasa-brand-center/images-and-media/",
  },
  /** Any use by anybody, on the condition of credit, or on none: terms of Wikimedia Commons. */
  "licenseref-attribution": {
    terms: FREE,
    url: "https://commons.wikimedia.org/wiki/Template:Attribution",
  },
  "licenseref-copyrighted-free-use": {
    terms: FREE,
    url: "https://commons.wikimedia.org/wiki/Template:Copyrighted_free_use",
  },
  "ogl-uk": {
    terms: FREE,
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/",
  },
  gfdl: { terms: COPYLEFT, url: "https://www.gnu.org/licenses/fdl-1.3.html" },
  /** The Free Art License. */
  lal: { terms: COPYLEFT, url: "https://artlibre.org/licence/lal/en/" },
};

/** "CC-BY-SA-3.0-DE" → "CC-BY-SA", "GFDL-1.2-or-later" → "GFDL": the licence whatever its version. */
export const licenceFamily = (id: string): string =>
  id.replace(/-\d+(\.\d+)*(-[a-z]+(-[a-z]+)*)?$/i, "");

/** Null where a licence is not open, or where nothing is known of it. Takes an id or a family, in any case. */
export function licenceTerms(id: string): LicenceTerms | null {
  const family = licenceFamily(id).toLowerCase();
  const match = /^cc-by(-nc)?(-nd|-sa)?$/.exec(family);
  if (!match) return Object.hasOwn(OPEN, family) ? (OPEN[family]?.terms ?? null) : null;
  return {
    isPublicDomain: false,
    allowsCommercialUse: match[1] === undefined,
    allowsModification: match[2] !== "-nd",
    isShareAlike: match[2] === "-sa",
  };
}

/** 0 asks nothing of whoever uses a picture; each further rank asks more, and the last is unknown. */
export function licenceRank(id: string): number {
  const terms = licenceTerms(id);
  if (!terms) return id === "unknown" ? 5 : 4;
  if (terms.isPublicDomain) return 0;
  if (!terms.allowsCommercialUse || !terms.allowsModification) return 3;
  return terms.isShareAlike ? 2 : 1;
}

/** The codes of every licence and mark of Creative Commons in use, as services write them. */
export const CREATIVE_COMMONS_CODES = [
  "cc0",
  "pdm",
  "by",
  "by-sa",
  "by-nd",
  "by-nc",
  "by-nc-sa",
  "by-nc-nd",
] as const;

const PUBLIC_DOMAIN_IDS = new Map([
  ["cc0", "CC0-1.0"],
  ["pdm", "PDM-1.0"],
]);

/** "by-nc-sa", "4.0" → "CC-BY-NC-SA-4.0"; "cc0" → "CC0-1.0"; anything unknown → "unknown". */
export function creativeCommonsId(code: string | null | undefined, version?: string | null) {
  const name = code?.toLowerCase().replace(/^cc[- ](?=by)/, "") ?? "";
  const publicDomain = PUBLIC_DOMAIN_IDS.get(name);
  if (publicDomain) return publicDomain;
  if (!/^by(-nc)?(-nd|-sa)?$/.test(name)) return "unknown";
  return `CC-${name.toUpperCase()}-${version || "4.0"}`;
}

/** The page that states the licence, or null where the id names none. */
export function licenceUrl(id: string): string | null {
  const match = /^CC-(BY[A-Z-]*)-(\d\.\d)(?:-([A-Z]+))?$/.exec(id);
  if (match?.[1]) {
    const port = match[3] ? `${match[3].toLowerCase()}/` : "";
    return `https://creativecommons.org/licenses/${match[1].toLowerCase()}/${match[2]}/${port}`;
  }
  const family = licenceFamily(id).toLowerCase();
  return Object.hasOwn(OPEN, family) ? (OPEN[family]?.url ?? null) : null;
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
