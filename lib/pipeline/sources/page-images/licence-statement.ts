import { parseLicence } from "../licence-filter";
import { webUrl } from "../plain-text";

export interface LicenceStatement {
  readonly licence: string;
  readonly licenceUrl: string | null;
}

/** A licence as pages state one: a link or a Creative Commons name. Null for words that name no licence. */
export function licenceStatement(
  written: string | null | undefined,
  base: URL,
): LicenceStatement | null {
  const text = written?.trim().slice(0, 2_048);
  if (!text) return null;
  const id = parseLicence(text);
  // A single word of prose, such as "reserved", reads like the id of a licence.
  const licence = /^(?:CC|PDM)/.test(id) ? id : "unknown";
  const isLink = /^(?:https?:)?\/|^[\w.-]+\//.test(text);
  const licenceUrl = isLink ? webUrl(URL.parse(text, base)?.href) : null;
  return licence === "unknown" && !licenceUrl ? null : { licence, licenceUrl };
}

/** The one licence of several statements; null when there is none, or when they differ and nobody knows which holds. */
export function soleStatement(statements: readonly LicenceStatement[]): LicenceStatement | null {
  const [first, ...others] = statements;
  const isSole = first && others.every(({ licence }) => licence === first.licence);
  return isSole ? first : null;
}
