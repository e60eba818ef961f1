const BACKGROUND = /^\s*background(?:-image)?\s*:/i;
const MAX_URLS = 1_000;

/** The addresses in url() of background declarations, as written; at most 1,000. */
export function cssBackgrounds(css: string): string[] {
  const addresses: string[] = [];
  let from = 0;
  let isBackground = false;
  for (let at = css.indexOf("url("); at >= 0 && addresses.length < MAX_URLS; ) {
    // Between one url() and the next: a data: address holds semicolons of its own.
    const between = css.slice(from, at);
    const start = Math.max(...[..."{;}"].map((mark) => between.lastIndexOf(mark)));
    if (from === 0 || start >= 0) isBackground = BACKGROUND.test(between.slice(start + 1));
    const { address, end } = readAddress(css, at + 4);
    if (address && isBackground) addresses.push(address);
    from = end;
    at = css.indexOf("url(", end);
  }
  return addresses;
}

/** What stands in the brackets that open before `start`, and where they close. */
function readAddress(css: string, start: number): { address: string; end: number } {
  const open = css.slice(start, start + 32).search(/\S/) + start;
  const quote = /["']/.exec(css[open] ?? "")?.[0];
  const found = css.indexOf(quote ?? ")", quote ? open + 1 : start);
  const end = found < 0 ? css.length : found;
  const address = css.slice(quote ? open + 1 : start, end).trim();
  return { address: address.replace(/\\([^0-9a-f\n])/gi, "$1"), end };
}
