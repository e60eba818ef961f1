import { creativeCommonsId } from "@/lib/domain/licence";

/** "CC-BY-SA-4.0" → "CC-BY-SA": the licence whatever its version. */
export const licenceFamily = (id: string): string => id.replace(/-\d+(\.\d+)*$/, "");

const PUBLIC_DOMAIN = new Set(["cc0", "pdm"]);
const isPublicDomain = (family: string) => PUBLIC_DOMAIN.has(family);
const isCreativeCommons = (family: string) => family.startsWith("cc-by") || isPublicDomain(family);

/** What a group demands of a licence, next to the ids, families and "public-domain" that name one. */
const DEMANDS: Record<string, (family: string) => boolean> = {
  commercial: (family) => isCreativeCommons(family) && !/-nc\b/.test(family),
  modification: (family) => isCreativeCommons(family) && !/-nd\b/.test(family),
};

/**
 * Whether a licence passes a filter. Ids ("CC-BY-4.0"), families ("CC-BY", any version) and "public-domain" are
 * alternatives; "commercial" and "modification" are demands that must hold as well. Unknown never passes.
 */
export function matchesLicences(licence: string, wanted: readonly string[]): boolean {
  const id = licence.toLowerCase();
  if (id === "unknown") return false;
  const family = licenceFamily(id);
  const names = wanted.map((name) => name.trim().toLowerCase());
  const alternatives = names.filter((name) => !(name in DEMANDS));
  return (
    names.every((name) => DEMANDS[name]?.(family) ?? true) &&
    (alternatives.length === 0 ||
      alternatives.some(
        (name) =>
          name === id || name === family || (name === "public-domain" && isPublicDomain(family)),
      ))
  );
}

const URL_PATTERN = /creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)/i;
const TEXT_PATTERN = /^(?:cc[ -]?)?(by(?:[ -](?:nc|nd|sa))*)(?:[ -]v?(\d\.\d))?$/i;
const PUBLIC_CODES: Record<string, string> = { zero: "cc0", mark: "pdm" };

/** The SPDX-like id of a licence as people write it: an id, "CC BY 4.0" or a Creative Commons link. */
export function parseLicence(text: string | null | undefined): string {
  const name = text?.trim() ?? "";
  const link = URL_PATTERN.exec(name);
  if (link?.[1]) {
    const code = link[1].toLowerCase();
    return creativeCommonsId(PUBLIC_CODES[code] ?? code, link[2]);
  }
  if (/^(cc[ -]?0|cc[ -]zero)([ -]1\.0)?$/i.test(name)) return "CC0-1.0";
  if (/^(pdm([ -]1\.0)?|public domain( mark)?( 1\.0)?)$/i.test(name)) return "PDM-1.0";
  const written = TEXT_PATTERN.exec(name);
  if (written?.[1]) return creativeCommonsId(written[1].replaceAll(" ", "-"), written[2]);
  return /^[a-z][a-z0-9.+-]{1,99}$/i.test(name) ? name : "unknown";
}
