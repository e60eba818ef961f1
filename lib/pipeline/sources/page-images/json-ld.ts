import { pixels } from "../answer-fields";
import { plainText, webUrl } from "../plain-text";
import type { Found } from "../source";
import { statedDay } from "../stated-day";
import { licenceStatement } from "./licence-statement";

/** A picture as structured data names it: its address as written, and what is said about it. */
export interface StatedPicture {
  readonly address: string;
  readonly thumbnail: string | null;
  readonly facts: Partial<Omit<Found, "url" | "thumbnailUrl" | "raw">>;
}

type Node = Readonly<Record<string, unknown>>;

const MAX_NODES = 5_000;
const MAX_TEXT_LENGTH = 1_048_576;
/** Properties whose text is the address of a picture. */
const PICTURE_PROPERTIES = new Set(["image", "photo", "primaryImageOfPage", "thumbnailUrl"]);
/** Logos and portraits of who made the page are not what the page shows. */
const ASIDES = new Set(["logo", "author", "creator", "publisher", "copyrightHolder", "@context"]);

/** The pictures in one JSON-LD block (schema.org); none when it is no JSON. */
export function jsonLdPictures(text: string, base: URL): StatedPicture[] {
  const root = text.length > MAX_TEXT_LENGTH ? null : parse(text);
  const pictures: StatedPicture[] = [];
  const waiting = [{ property: "", value: root }];
  const wait = (items: readonly (readonly [property: string, value: unknown])[]) => {
    for (const [property, value] of items.slice(0, MAX_NODES - waiting.length))
      waiting.push({ property, value });
  };
  // The list grows while it is walked.
  for (const { property, value } of waiting) {
    if (Array.isArray(value)) {
      wait(value.slice(0, MAX_NODES).map((item) => [property, item] as const));
    } else if (typeof value === "string") {
      if (PICTURE_PROPERTIES.has(property))
        pictures.push({ address: value, thumbnail: null, facts: {} });
    } else if (isNode(value)) {
      const picture = isPicture(value, property) ? statedPicture(value, base) : null;
      if (picture) pictures.push(picture);
      const isInner = (name: string) =>
        !ASIDES.has(name) && !(picture && PICTURE_PROPERTIES.has(name));
      wait(Object.entries(value).filter(([name]) => isInner(name)));
    }
  }
  return pictures;
}

function parse(text: string): unknown {
  try {
    // Some pages wrap the block in an HTML comment or CDATA.
    return JSON.parse(text.replace(/^\s*(?:<!--|<!\[CDATA\[)|(?:-->|\]\]>)\s*$/g, ""));
  } catch {
    return null;
  }
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const textOf = (value: unknown): string | null =>
  [value].flat().find((one): one is string => typeof one === "string") ?? null;

const isPicture = (node: Node, property: string): boolean =>
  PICTURE_PROPERTIES.has(property) ||
  [node["@type"]].flat().some((type) => typeof type === "string" && /\bImageObject$/.test(type));

function statedPicture(node: Node, base: URL): StatedPicture | null {
  const address = textOf(node.contentUrl) ?? textOf(node.url);
  if (!address) return null;
  const creator = [node.creator ?? node.author].flat().find((one) => Boolean(one));
  const person = isNode(creator) ? creator : { name: creator };
  const statement = licenceStatement(textOf(node.license), base);
  return {
    address,
    thumbnail: textOf(node.thumbnailUrl),
    facts: {
      title: plainText(textOf(node.caption) ?? textOf(node.name)),
      creator: plainText(textOf(person.name)),
      creatorUrl: webUrl(textOf(person.url)),
      attribution: plainText(textOf(node.creditText) ?? textOf(node.copyrightNotice), 1_000),
      licence: statement?.licence ?? "unknown",
      licenceUrl: statement?.licenceUrl ?? webUrl(textOf(node.acquireLicensePage)),
      width: lengthOf(node.width),
      height: lengthOf(node.height),
      createdOn: statedDay(textOf(node.dateCreated) ?? textOf(node.datePublished)),
    },
  };
}

/** 1200, "1200", "1200px" or a QuantitativeValue as pixels. */
function lengthOf(value: unknown): number | null {
  const length = isNode(value) ? value.value : value;
  return pixels.parse(
    typeof length === "string" ? length.replace(/px$/i, "").trim() : (length ?? null),
  );
}
