import type { Draft } from "./draft";
import { isOwnSource, type OwnSource, splitUrls } from "./own/own-material";
import { isCron } from "./repeat";

/** Field → what is wrong with it. Keys are the pointers of the API without the leading slash, `/` inside a group. */
export type FieldErrors = Readonly<Record<string, string>>;

const MAX_IMAGES = 100_000;
const MAX_ADDRESSES = 10_000;
const isCount = (value: number | null): boolean =>
  value !== null && value >= 1 && value <= MAX_IMAGES;

const isWebAddress = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? "");

export const searchedSources = ({ sources }: Draft) => sources.filter((kind) => !isOwnSource(kind));
export const ownSources = ({ sources }: Draft): OwnSource[] => sources.filter(isOwnSource);

/** The one keyword labels what a person brings, unless a label is given. */
export function ownLabelOf({ own, keywords: [first, second] }: Draft): string | null {
  return own.label.trim() || (first && !second ? (first.label ?? first.keyword) : null);
}

function ownErrors(draft: Draft, kind: OwnSource): string | null {
  if (kind === "s3-prefix") {
    return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(draft.own.bucket.bucket)
      ? null
      : "Name the bucket: 3 to 63 small letters, digits, dots and dashes.";
  }
  const addresses = splitUrls(draft.own.addresses[kind]);
  const count = addresses.length;
  if (count > MAX_ADDRESSES) return "At most 10,000 addresses; put more of them into a file.";
  const wrong = addresses.find((address) => !isWebAddress(address));
  if (wrong !== undefined) {
    return `“${wrong.slice(0, 60)}” is not a web address. Give each in full, with https:// before it.`;
  }
  return count > 0 ? null : "Paste at least one address.";
}

/** What can be said without asking the server. */
export function missingFields(draft: Draft): FieldErrors {
  const errors: Record<string, string> = {};
  const own = ownSources(draft);
  const hasOwn = own.length > 0 || draft.own.files.length > 0;
  const isSearching = searchedSources(draft).length > 0;
  if (draft.keywords.length === 0 && !hasOwn) errors.keywords = "Add at least one keyword.";
  if (!isSearching && !hasOwn) errors.sources = "Choose at least one source.";
  if (!isSearching && hasOwn && draft.keywords.length > 1) {
    errors.sources = "Choose a source that these keywords are searched in.";
  }
  for (const kind of own) {
    const error = ownErrors(draft, kind);
    if (error) errors[`own/${kind}`] = error;
  }
  const endpoint = draft.own.bucket.endpoint.trim();
  if (own.includes("s3-prefix") && endpoint && !isWebAddress(endpoint)) {
    errors["own/endpoint"] = "Give an address such as https://s3.example.org.";
  }
  if (own.length > 0 && !ownLabelOf(draft)) {
    errors["own/label"] = "Give a label: the class that these pictures belong to.";
  }
  if (!isCount(draft.maxImages)) errors.maxImages = "Give a number between 1 and 100,000.";
  if (draft.repeat.every !== "once" && !isCount(draft.repeat.target)) {
    errors["repeat/target"] = "Give a number between 1 and 100,000.";
  }
  if (draft.repeat.every === "cron" && !isCron(draft.repeat.cron)) {
    errors["repeat/cron"] = "Five fields: minute, hour, day, month, weekday.";
  }
  return errors;
}
