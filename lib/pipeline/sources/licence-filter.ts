import type { CrawlFilters } from "@/lib/domain/crawl-job";
import {
  CREATIVE_COMMONS_CODES,
  creativeCommonsId,
  type LicenceTerms,
  licenceFamily,
  licenceTerms,
} from "@/lib/domain/licence";
import type { Capabilities } from "@/lib/domain/source";

type Rule = readonly [name: string, holds: (terms: LicenceTerms) => boolean];
/** What a group demands of a licence, next to the ids, families and groups that name some. */
const DEMANDS = new Map([
  ["commercial", (terms) => terms.allowsCommercialUse],
  ["modification", (terms) => terms.allowsModification],
  ["no-share-alike", (terms) => !terms.isShareAlike],
] satisfies Rule[]);
/** Groups that name licences, as an id does. */
const GROUPS = new Map([
  ["public-domain", (terms) => terms.isPublicDomain],
  ["share-alike", (terms) => terms.isShareAlike],
] satisfies Rule[]);

/**
 * Whether a licence passes a filter. Ids ("CC-BY-4.0"), families ("CC-BY", any version), "public-domain" and
 * "share-alike" are alternatives; "commercial", "modification" and "no-share-alike" are demands that must hold as
 * well. Unknown never passes; terms that nothing is known of pass only where their id is named.
 */
export function matchesLicences(licence: string, wanted: readonly string[]): boolean {
  const id = licence.toLowerCase();
  if (id === "unknown") return false;
  const terms = licenceTerms(id);
  const names = wanted.map((name) => name.trim().toLowerCase());
  const demands = names.flatMap((name) => DEMANDS.get(name) ?? []);
  const alternatives = names.filter((name) => !DEMANDS.has(name));
  const isNamed = (name: string) =>
    name === id || name === licenceFamily(id) || (terms && GROUPS.get(name)?.(terms)) === true;
  return (
    demands.every((holds) => terms !== null && holds(terms)) &&
    (alternatives.length === 0 || alternatives.some(isNamed))
  );
}

/** The Creative Commons codes ("by-sa", "cc0") that can pass a filter in some version. */
export function codesWithin(wanted: readonly string[] | undefined): readonly string[] {
  const families = wanted?.map(licenceFamily);
  return CREATIVE_COMMONS_CODES.filter(
    (code) => !families || matchesLicences(licenceFamily(creativeCommonsId(code)), families),
  );
}

/** A licence that is known to let anybody use the work, if only under conditions. */
export const isOpenLicence = (id: string): boolean => licenceTerms(id) !== null;

const URL_PATTERN =
  /creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)(?:\/([a-z]{2,3})(?![a-z.]))?/i;
const TEXT_PATTERN =
  /^(?:cc[ -]?)?(by(?:[ -](?:nc|nd|sa))*)(?:[ -]v?(\d\.\d)(?:[ -]([a-z]{2,3}))?)?$/i;
const PUBLIC_CODES = new Map([
  ["zero", "cc0"],
  ["mark", "pdm"],
]);

/** As services write terms that are no Creative Commons licence; the first that matches. */
const WRITTEN: readonly (readonly [RegExp, string])[] = [
  [/^(unknown|none|n\/a)$/i, "unknown"],
  [/^(cc[ _-]?0|cc[ -]zero)([ _-]1[._]0)?$/i, "CC0-1.0"],
  [/^(pdm([ -]1\.0)?|public domain( mark)?( 1\.0)?|pd(-.*)?)$/i, "PDM-1.0"],
  [/^(us|united states) government works?$/i, "LicenseRef-US-Government-Work"],
  [
    /^no (known )?(copyright )?restrictions?( on publication)?\.?$/i,
    "LicenseRef-No-Known-Restrictions",
  ],
  [/^ogl[ -]?(uk)?[ -]?([123])(\.0)?$/i, "OGL-UK-$2.0"],
  [/^gfdl( or cc)?$/i, "GFDL-1.2-or-later"],
  [/^gfdl[ -](1\.[123])\+?$/i, "GFDL-$1"],
  [/^(fal|free art licen[cs]e)( 1\.3)?$/i, "LAL-1.3"],
  [/^attribution$/i, "LicenseRef-Attribution"],
  [/^copyrighted free use$/i, "LicenseRef-Copyrighted-Free-Use"],
];

/** A version, and the jurisdiction that it was ported to: "3.0", "de" → "3.0-DE". */
const versionOf = (version: string | undefined, port: string | undefined) =>
  version && port ? `${version}-${port.toUpperCase()}` : version;

/** The SPDX-like id of a licence as people write it: an id, "CC BY 4.0", a Creative Commons link, "Public domain". */
export function parseLicence(text: string | null | undefined): string {
  const name = text?.trim().slice(0, 500) ?? "";
  const link = URL_PATTERN.exec(name);
  if (link?.[1]) {
    const code = link[1].toLowerCase();
    return creativeCommonsId(PUBLIC_CODES.get(code) ?? code, versionOf(link[2], link[3]));
  }
  for (const [pattern, id] of WRITTEN) if (pattern.test(name)) return name.replace(pattern, id);
  const written = TEXT_PATTERN.exec(name.replaceAll("_", "-"));
  if (written?.[1]) {
    const id = creativeCommonsId(
      written[1].replaceAll(" ", "-"),
      versionOf(written[2], written[3]),
    );
    // Which version applies is not for us to guess.
    return written[2] ? id : licenceFamily(id);
  }
  return /^[a-z][a-z0-9.+-]{1,99}$/i.test(name) ? name : "unknown";
}

/** A source that knows no licence has nothing for a crawl that asks for one: it need not be asked at all. */
export const cannotPass = (
  { takes, licenceData }: Pick<Capabilities, "takes" | "licenceData">,
  { licences }: CrawlFilters,
): boolean => licences !== undefined && takes === "keyword" && licenceData === "none";
