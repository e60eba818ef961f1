/** A URL up to, not including, the punctuation that ends its sentence. */
const URL_IN_TEXT = /(https?:\/\/[^\s<>|`\\]*[^\s<>|`\\.,;:!?'")\]])/;

/** Somebody else's text on one line, without effect as Markdown or HTML; its URLs become links to themselves. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .split(URL_IN_TEXT)
    .map((part, index) => (index % 2 ? `<${part}>` : part.replace(/[\\`*_[\]<>&~|$#]/g, "\\$&")))
    .join("");

export const table = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

export const plural = (count: number, one: string, many: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
