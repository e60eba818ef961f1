/** One element of a list that stands at the top of a JSON document. */
export interface JsonItem {
  /** The name of the list. */
  readonly list: string;
  readonly value: unknown;
}

/** Longer elements are passed over: outlines of a crowd, never a name or a box. */
const MAX_ITEM_BYTES = 1024 * 1024;
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
/** In `{"images": [{…}]}`, how deep the names of lists and the elements stand. */
const [TOP, IN_LIST] = [1, 2];

/**
 * The objects in the lists of a JSON document, one at a time, so that memory stays flat however long it is.
 * Throws SyntaxError where one of them is not JSON.
 */
export async function* jsonItems(blocks: AsyncIterable<Buffer>): AsyncGenerator<JsonItem> {
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  let list = "";
  let parts: Buffer[] = [];
  let length = 0;
  let isKept = false;
  for await (const block of blocks) {
    let from = 0;
    const keep = (to: number) => {
      length += to - from;
      if (length <= MAX_ITEM_BYTES) parts.push(block.subarray(from, to));
      else parts = [];
    };
    for (let i = 0; i < block.length; i++) {
      const byte = block[i];
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isString = false;
          if (depth === TOP) {
            keep(i + 1);
            isKept = false;
          }
        }
        continue;
      }
      switch (byte) {
        case QUOTE:
          isString = true;
          if (depth === TOP) {
            [parts, length, from, isKept] = [[], 0, i, true];
          }
          break;
        case COLON:
          if (depth === TOP) list = length <= MAX_ITEM_BYTES ? String(parse(parts)) : "";
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          if (depth === IN_LIST && byte === OPEN_BRACE) {
            [parts, length, from, isKept] = [[], 0, i, true];
          }
          depth++;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          depth--;
          if (depth !== IN_LIST || byte !== CLOSE_BRACE || !isKept) break;
          keep(i + 1);
          isKept = false;
          if (length <= MAX_ITEM_BYTES) yield { list, value: parse(parts) };
          break;
      }
    }
    if (isKept) keep(block.length);
  }
}

const parse = (parts: readonly Buffer[]): unknown => JSON.parse(Buffer.concat(parts).toString());
