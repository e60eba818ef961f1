/** The words of a keyword for a service that searches with Solr: none of them means an operator there; "" when none is left. */
export const solrTerms = (keyword: string): string =>
  keyword
    .replace(/[^\p{L}\p{M}\p{N}'\s]+/gu, " ")
    .replace(/\b(?:AND|OR|NOT|TO)\b/g, (operator) => operator.toLowerCase())
    .trim()
    .replace(/\s+/g, " ")
    .slice(0, 200);
