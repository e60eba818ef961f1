import { KEY_FIELDS, type SourceKey, type SourceKind } from "@/lib/domain/source";
import { FetchError } from "../fetch-error";
import { rawRecord } from "./plain-text";
import type { SourceFacts } from "./source";
import { sourceError } from "./source-error";

/** One field of a source's key; throws sourceError "key-missing", which says where to put one. */
export function keyField(
  { kind, name }: Pick<SourceFacts<SourceKind>, "kind" | "name">,
  key: SourceKey | null,
  field: string,
): string {
  const value = key?.[field];
  if (value) return value;
  const settings = KEY_FIELDS[kind]?.flatMap(({ setting }) => setting ?? []) ?? [];
  throw sourceError(
    "key-missing",
    `${name} needs a key: give your own under Settings, or set ${settings.join(" and ")} on the server.`,
  );
}

/** The key itself is never named: these words reach logs, pages and the report of a crawl. */
export const keyRefused = (name: string) =>
  sourceError("key-refused", `${name} refused the key. Check it under Settings, or get a new one.`);

/** The answer to a call that carries a key; `refusals` are the statuses by which the service says it does not take it. */
export async function answerForKey<T>(
  name: string,
  answer: Promise<T>,
  refusals: readonly number[] = [401, 403],
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const status = error instanceof FetchError ? error.httpStatus : null;
    if (status !== null && refusals.includes(status)) throw keyRefused(name);
    throw error;
  }
}

/** A record as it may be kept: some services repeat the key in the links that they answer. */
export function rawWithoutKey(
  record: Readonly<Record<string, unknown>>,
  key: SourceKey | null,
): Record<string, unknown> {
  const secrets = Object.values(key ?? {}).flatMap((value) => [value, encodeURIComponent(value)]);
  const withoutSecrets = (text: string) =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  const written = JSON.stringify(record, (_name, value: unknown) =>
    typeof value === "string" ? withoutSecrets(value) : value,
  );
  return rawRecord(JSON.parse(written));
}
