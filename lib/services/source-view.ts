import { NO_USAGE, type Quota, quotaOf, type Usage } from "@/lib/db/source-calls";
import { NO_HEALTH, type SourceHealth } from "@/lib/db/source-health";
import type { OwnKey } from "@/lib/db/source-keys";
import {
  isStockService,
  KEY_FIELDS,
  type ListedSource,
  type SourceInfo,
  type SourceKind,
} from "@/lib/domain/source";
import { sourceOf } from "@/lib/pipeline/sources";
import type { SourceFacts } from "@/lib/pipeline/sources/source";
import { STOCK } from "@/lib/pipeline/sources/stock-services";

/** Whose key a person's calls are made with. */
export interface KeyState {
  readonly from: "own" | "server" | null;
  readonly own: OwnKey | undefined;
}
export interface SourceState {
  readonly key: KeyState;
  readonly usage: Usage | undefined;
  readonly health: SourceHealth | undefined;
  readonly now: Date;
}

const left = (quota: number | null, used: number) =>
  quota === null ? null : Math.max(0, quota - used);
const iso = (date: Date | null) => date?.toISOString() ?? null;

/** "14:05 UTC", with the day when it is another one. */
function clockTime(now: Date, inSeconds: number): string {
  const [today] = now.toISOString().split("T");
  const at = new Date(now.getTime() + inSeconds * 1000).toISOString();
  const time = `${at.slice(11, 16)} UTC`;
  return at.startsWith(today ?? "") ? time : `${at.slice(0, 10)} ${time}`;
}

/** Why a source cannot be chosen now, from the reason that lasts longest; null when it can. */
function objectionTo(
  { name, capabilities }: SourceFacts<SourceKind>,
  quota: Quota,
  { key, usage = NO_USAGE, health = NO_HEALTH, now }: SourceState,
): string | null {
  const { sunsetDate, needsKey } = capabilities;
  if (sunsetDate && now.toISOString().slice(0, 10) >= sunsetDate)
    return `The service ended on ${sunsetDate}.`;
  if (key.own && !key.own.key) return "Your key can no longer be read; give it again.";
  if (needsKey && !key.from) return `${name} needs a key: your own, or one of the server's.`;
  if (quota.requestsPerDay !== null && usage.day >= quota.requestsPerDay)
    return `The quota of ${quota.requestsPerDay} calls a day is used up until ${clockTime(now, usage.dayFrees)}.`;
  if (health.breaker === "open")
    return `It failed too often and is left alone until ${clockTime(now, health.openSeconds)}${health.lastError ? `: ${health.lastError}` : "."}`;
  return null;
}

function keyInfo(
  { kind, capabilities, signUpUrl }: SourceFacts<SourceKind>,
  { from, own }: KeyState,
): SourceInfo["key"] {
  const fields = KEY_FIELDS[kind];
  if (!fields) return null;
  return {
    fields: fields.map(({ name, label }) => ({ name, label })),
    isRequired: capabilities.needsKey,
    from,
    hint: own?.hint ?? null,
    signUpUrl,
  };
}

const toHealth = (health: SourceHealth): SourceInfo["health"] => ({
  lastSuccessAt: iso(health.lastSuccessAt),
  lastErrorAt: iso(health.lastErrorAt),
  lastError: health.lastError,
  lastErrorClass: health.lastErrorClass,
  breaker: health.breaker,
});

const shown = <K extends ListedSource>(facts: SourceFacts<K>) => ({
  kind: facts.kind,
  name: facts.name,
  description: facts.description,
  terms: facts.terms,
  termsUrl: facts.termsUrl,
  homepage: facts.homepage,
});

function toStock(facts: SourceFacts<ListedSource>): SourceInfo {
  return {
    ...shown(facts),
    isAvailable: false,
    unavailableReason: facts.terms,
    isDefault: false,
    capabilities: facts.capabilities,
    key: null,
    quota: { leftThisMinute: null, leftToday: null },
    health: toHealth(NO_HEALTH),
  };
}

/** A source as one person sees it now. */
export function toSource(kind: ListedSource, state: SourceState): SourceInfo {
  if (isStockService(kind)) return toStock(STOCK[kind]);
  const source = sourceOf(kind);
  const { capabilities } = source;
  const { usage = NO_USAGE, health = NO_HEALTH } = state;
  const quota = quotaOf(kind, capabilities, state.key.from !== null);
  const unavailableReason = objectionTo(source, quota, state);
  const isAvailable = unavailableReason === null;
  return {
    ...shown(source),
    isAvailable,
    unavailableReason,
    isDefault: isAvailable && capabilities.group === "open",
    capabilities: { ...capabilities, ...quota },
    key: keyInfo(source, state.key),
    quota: {
      leftThisMinute: left(quota.requestsPerMinute, usage.minute),
      leftToday: left(quota.requestsPerDay, usage.day),
    },
    health: toHealth(health),
  };
}
