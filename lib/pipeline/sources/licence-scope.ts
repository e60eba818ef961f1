import { matchesLicences } from "./licence-filter";

/** Groups of licences that search engines let one choose from, the narrowest first. */
export type LicenceScope =
  | "public-domain"
  | "modify-commercially"
  | "use-commercially"
  | "modify"
  | "share";

/** What a filter demands besides naming licences, see licence-filter.ts. */
const DEMANDS: readonly string[] = ["commercial", "modification", "no-share-alike"];

/** The narrowest scope that holds every licence that a filter lets pass. */
export function licenceScope(wanted: readonly string[]): LicenceScope {
  const names = wanted.map((name) => name.trim().toLowerCase());
  const alternatives = names.filter((name) => !DEMANDS.includes(name));
  const holdForAll = (demand: string) =>
    alternatives.length > 0 &&
    alternatives.every((name) => name === "public-domain" || matchesLicences(name, [demand]));
  if (holdForAll("public-domain")) return "public-domain";
  const isCommercial = names.includes("commercial") || holdForAll("commercial");
  const isModifiable = names.includes("modification") || holdForAll("modification");
  if (isCommercial) return isModifiable ? "modify-commercially" : "use-commercially";
  return isModifiable ? "modify" : "share";
}
