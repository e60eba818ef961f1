import type { Capabilities, ListedSource, SourceInfo } from "@/lib/domain/source";

/** A healthy open source that searches by keyword, unless told otherwise. */
export const sourceInfo = (
  kind: ListedSource,
  change: Partial<Omit<SourceInfo, "capabilities">> & { capabilities?: Partial<Capabilities> } = {},
): SourceInfo => ({
  kind,
  name: kind,
  description: "",
  terms: "",
  termsUrl: null,
  homepage: null,
  isAvailable: true,
  unavailableReason: null,
  isDefault: true,
  key: null,
  quota: { leftThisMinute: null, leftToday: null },
  health: {
    lastSuccessAt: null,
    lastErrorAt: null,
    lastError: null,
    lastErrorClass: null,
    breaker: "closed",
  },
  ...change,
  capabilities: {
    group: "open",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: 20,
    maxPerQuery: null,
    requestsPerMinute: 20,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "attribution",
    pushes: [],
    sunsetDate: null,
    ...change.capabilities,
  },
});
