import { load } from "cheerio/slim";

interface Open {
  readonly kind: "open";
  /** In lower case. */
  readonly name: string;
  /** Names in lower case, values as written: read them with `attributeOf`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Where it begins and ends in the markup. */
  readonly start: number;
  readonly end: number;
}
interface Close extends Omit<Open, "kind" | "attributes"> {
  readonly kind: "close";
}
interface Text {
  readonly kind: "text";
  /** As written, entities and all, unless `isLiteral`. */
  readonly text: string;
  readonly isLiteral: boolean;
}
export type Markup = Open | Close | Text;
export type OpenTag = Open;

const TAG_NAME = /\/?[a-z][^\s/>]*/iy;
/** No alternative can fail after it matched, and a quote that nothing closes is looked for once: never quadratic. */
const ATTRIBUTE = /[\s/]*([^\s/>=][^\s/>=]*|=)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y;
const MAX_ATTRIBUTES = 64;
/** Elements whose content is not markup. */
const RAW_TEXT = new Set(["script", "style", "title", "textarea", "xmp", "iframe", "noframes"]);

/**
 * Tags and texts of HTML or XML in the order they stand, however broken it is, in time proportional to its length:
 * building a tree from a few megabytes of hostile nesting takes hours.
 */
export function* readMarkup(source: string, { isXml = false } = {}): Generator<Markup> {
  let at = 0;
  const through = (mark: string, from: number) => {
    const found = source.indexOf(mark, from);
    return found < 0 ? source.length : found + mark.length;
  };
  while (at < source.length) {
    const start = source.indexOf("<", at);
    const textEnd = start < 0 ? source.length : start;
    if (textEnd > at) yield { kind: "text", text: source.slice(at, textEnd), isLiteral: false };
    if (start < 0) return;
    if (source.startsWith("<!--", start)) {
      at = through("-->", start + 4);
    } else if (source.startsWith("<![CDATA[", start)) {
      at = through("]]>", start);
      yield { kind: "text", text: source.slice(start + 9, at - 3), isLiteral: true };
    } else {
      TAG_NAME.lastIndex = start + 1;
      const name = TAG_NAME.exec(source)?.[0].toLowerCase();
      if (name === undefined) {
        const isDeclaration = /[!?/]/.test(source[start + 1] ?? "");
        at = isDeclaration ? through(">", start) : start + 1;
      } else if (name.startsWith("/")) {
        at = through(">", start);
        yield { kind: "close", name: name.slice(1), start, end: at };
      } else {
        const tag = openTag(source, name, start);
        at = tag.end;
        yield tag;
        if (isXml || !RAW_TEXT.has(name)) continue;
        const end = endOfRawText(source, name, at);
        if (end > at) yield { kind: "text", text: source.slice(at, end), isLiteral: false };
        at = end;
      }
    }
  }
}

function openTag(source: string, name: string, start: number): Open {
  const attributes = new Map<string, string>();
  ATTRIBUTE.lastIndex = start + 1 + name.length;
  let end = ATTRIBUTE.lastIndex;
  for (let match = ATTRIBUTE.exec(source); match; match = ATTRIBUTE.exec(source)) {
    end = ATTRIBUTE.lastIndex;
    const key = match[1]?.toLowerCase() ?? "";
    if (attributes.size < MAX_ATTRIBUTES && !attributes.has(key))
      attributes.set(key, match[2] ?? match[3] ?? match[4] ?? "");
  }
  const close = source.indexOf(">", end);
  return { kind: "open", name, attributes, start, end: close < 0 ? source.length : close + 1 };
}

function endOfRawText(source: string, name: string, from: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  close.lastIndex = from;
  return close.exec(source)?.index ?? source.length;
}

/** Longer values are no addresses and no captions; a srcset has room for some hundred sizes. */
const MAX_VALUE_LENGTH = 65_536;

/** The value of an attribute with its entities resolved; null when it is missing or absurdly long. */
export function attributeOf({ attributes }: OpenTag, name: string): string | null {
  const value = attributes.get(name);
  return value === undefined || value.length > MAX_VALUE_LENGTH ? null : unescapeEntities(value);
}

const SIGNS: Record<string, string> = {
  "&amp;": "&",
  "&#38;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#34;": '"',
  "&apos;": "'",
  "&#39;": "'",
};
const EASY = /&(?:(?:amp|lt|gt|quot|apos|#3[489]);|(?=\w*=))/g;

/** Resolves entities as in an attribute, where `&copy=1` is part of an address and no sign. */
export function unescapeEntities(text: string): string {
  const ampersands = text.split("&").length - 1;
  if (ampersands === 0) return text;
  // The parser takes fifty times as long, and addresses hardly ever need it.
  if (text.match(EASY)?.length === ampersands)
    return text.replace(EASY, (sign) => SIGNS[sign] ?? sign);
  const quoted = `<a title="${text.replaceAll('"', "&quot;")}">`;
  return load(quoted, null, false)("a").attr("title") ?? "";
}
