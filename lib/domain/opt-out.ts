/** The name that publishers use for us in robots.txt, X-Robots-Tag and <meta>. */
export const PRODUCT_TOKEN = "PixCrawler";

/** Robots directives that end our use: the AI ones by name, the indexing ones because a dataset is an index. */
export const OPT_OUT_DIRECTIVES: readonly string[] = [
  "noai",
  "noimageai",
  "noml",
  "noindex",
  "noimageindex",
  "none",
];
