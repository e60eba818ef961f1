import type { StockService } from "@/lib/domain/source";
import type { SourceFacts } from "./source";

const capabilities = {
  group: "stock",
  needsKey: true,
  takes: "keyword",
  isScraping: false,
  pageSize: 0,
  maxPerQuery: null,
  requestsPerMinute: null,
  requestsPerDay: null,
  licenceData: "full",
  machineLearningUse: "forbidden",
  pushes: [],
  sunsetDate: null,
} as const satisfies Partial<SourceFacts<StockService>["capabilities"]>;

/** Services that people ask for and that no dataset may come from. `terms` is the reason a person is given. */
export const STOCK: { readonly [K in StockService]: SourceFacts<K> } = {
  unsplash: {
    kind: "unsplash",
    name: "Unsplash",
    description:
      "Free stock photographs. Researchers can ask Unsplash for its own published dataset.",
    terms:
      "Its API guidelines rule out data mining and training models, and demand that pictures stay on its servers.",
    termsUrl: "https://help.unsplash.com/en/articles/2511245-unsplash-api-guidelines",
    homepage: "https://unsplash.com/data",
    signUpUrl: null,
    capabilities: { ...capabilities, pushes: [] },
  },
  pexels: {
    kind: "pexels",
    name: "Pexels",
    description: "Free stock photographs and videos.",
    terms:
      "Its terms forbid collecting photographs or their data to build datasets or to train, tune or evaluate models.",
    termsUrl: "https://help.pexels.com/hc/en-us/articles/900005880463",
    homepage: "https://www.pexels.com",
    signUpUrl: null,
    capabilities: { ...capabilities, pushes: [] },
  },
  pixabay: {
    kind: "pixabay",
    name: "Pixabay",
    description: "Free stock photographs, illustrations and vectors.",
    terms: "Its API is for real requests of people; systematic mass downloads are not allowed.",
    termsUrl: "https://pixabay.com/api/docs/",
    homepage: "https://pixabay.com",
    signUpUrl: null,
    capabilities: { ...capabilities, pushes: [] },
  },
};
