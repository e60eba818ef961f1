/** Whether Postgres can hold a text as it is, in a text or in jsonb: without NUL, and without half of a surrogate pair. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** Marks that turn the reading direction of what follows them, and byte-order marks. */
const UNSEEN = /[\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Control characters and line ends, but NUL, which is refused. */
const BREAKS = /(?:(?!\0)[\p{Cc}\p{Zl}\p{Zp}])+/gu;

/** A name as one line that looks the same wherever it is shown: no control characters, and accents composed (NFC). */
export const oneLine = (text: string): string =>
  text.normalize("NFC").replace(UNSEEN, "").replace(BREAKS, " ");
