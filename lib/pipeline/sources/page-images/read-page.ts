import { plainText } from "../plain-text";
import type { Found } from "../source";
import { createCollector, type Figure } from "./collector";
import { cssBackgrounds } from "./css-backgrounds";
import { addressOf, candidatesOf, isTracking, lazyBackgroundOf } from "./image-element";
import { jsonLdPictures } from "./json-ld";
import { type LicenceStatement, licenceStatement } from "./licence-statement";
import { attributeOf, type Markup, type OpenTag, readMarkup } from "./markup";
import { wishOf } from "./page-wishes";
import { isPicturePath } from "./picture-address";
import type { Candidate } from "./srcset";

/** What one page of HTML holds for us. */
export interface ReadPage {
  readonly found: readonly Found[];
  /** data: and blob: pictures, drawings, icons, tracking pixels, and what is over the limit of one page. */
  readonly ignored: number;
  /** Why its pictures may not be taken; null when they may. */
  readonly optOut: string | null;
  /** Pages that it links to and lets crawlers follow: absolute, without fragment, each once. */
  readonly links: readonly string[];
  /** The address that it wants to be known by. */
  readonly canonical: string | null;
}

/** A link around pictures; when it leads to a picture itself, that one is meant and the other its thumbnail. */
interface Link {
  readonly address: string;
  readonly isPicture: boolean;
  readonly figure: Figure | null;
  title: string | null;
  thumbnail: string | null;
}

const MAX_LINKS = 5_000;
const MAX_CAPTION_LENGTH = 5_000;
const META_PICTURES =
  /^(?:og:image(?::url|:secure_url)?|twitter:image(?::src)?|image|thumbnailurl)$/i;
const META_LICENCES = /^(?:cc:license|dc(?:terms)?[.:](?:license|rights)|license)$/i;

const tokensOf = (value: string | null): string[] => (value ?? "").toLowerCase().split(/\s+/);

/** Reads a page in one pass over its markup. `address` is where it was found, after redirects. */
export function readPage(html: string, address: string): ReadPage {
  let base = new URL(address);
  let hasBase = false;
  let optOut: string | null = null;
  let isNofollow = false;
  let canonical: string | null = null;
  let title: string | null = null;
  let link: Link | null = null;
  let figure: Figure | null = null;
  let captionStart = 0;
  let sources: Candidate[] = [];
  let textOwner: OpenTag | null = null;
  const pictures = createCollector();
  const licences: LicenceStatement[] = [];
  const links = new Set<string>();

  const stateLicence = (written: string | null) => {
    const statement = licenceStatement(written, base);
    if (!statement) return;
    if (figure) figure.licence ??= statement;
    else licences.push(statement);
  };
  const endLink = () => {
    if (link?.isPicture) pictures.add({ ...link, element: "link" }, base);
    link = null;
  };

  const readMeta = (tag: OpenTag) => {
    const name = attributeOf(tag, "property") ?? attributeOf(tag, "name");
    const content = attributeOf(tag, "content") ?? attributeOf(tag, "resource");
    const key = name ?? attributeOf(tag, "itemprop");
    if (key === null || content === null) return;
    const wish = wishOf(key, content);
    optOut ??= wish.optOut ?? null;
    isNofollow ||= wish.isNofollow ?? false;
    if (META_PICTURES.test(key)) pictures.add({ address: content, element: "meta" }, base);
    if (META_LICENCES.test(key)) stateLicence(content);
  };

  const readLink = (tag: OpenTag) => {
    const rel = tokensOf(attributeOf(tag, "rel"));
    const href = attributeOf(tag, "href");
    if (rel.includes("license")) stateLicence(href);
    if (tag.name === "link") {
      if (rel.includes("image_src")) pictures.add({ address: href, element: "link" }, base);
      if (rel.includes("canonical")) canonical ??= webPageUrl(href, base);
      return;
    }
    if (tag.name === "a") endLink();
    const url = rel.includes("nofollow") ? null : webPageUrl(href, base);
    if (!url) return;
    const isPicture = isPicturePath(new URL(url).pathname);
    if (!isPicture && links.size < MAX_LINKS) links.add(url);
    const named = tag.attributes.get("title") ?? tag.attributes.get("aria-label") ?? null;
    const linked = { address: url, isPicture, figure, title: named, thumbnail: null };
    if (tag.name === "a") link = linked;
    else if (isPicture) pictures.add({ ...linked, element: "link" }, base);
  };

  const readImage = (tag: OpenTag) => {
    if (isTracking(tag)) return pictures.ignore(tag.attributes.get("src") ?? `img ${tag.start}`);
    const shown = addressOf(tag, sources);
    const named = tag.attributes.get("alt") || tag.attributes.get("title") || null;
    sources = [];
    if (!link?.isPicture)
      return pictures.add({ address: shown, element: "img", title: named, figure }, base);
    link.thumbnail ??= shown;
    link.title ??= named;
  };

  const readOpen = (tag: OpenTag) => {
    const style = attributeOf(tag, "style");
    const backgrounds = [...(style ? cssBackgrounds(style) : []), lazyBackgroundOf(tag)];
    for (const background of backgrounds)
      pictures.add({ address: background, element: "css", figure }, base);
    switch (tag.name) {
      case "base":
        if (!hasBase) base = URL.parse(attributeOf(tag, "href") ?? "", base) ?? base;
        hasBase = true;
        return;
      case "meta":
        return readMeta(tag);
      case "link":
      case "a":
      case "area":
        return readLink(tag);
      case "picture":
        sources = [];
        return;
      case "source":
        sources.push(...candidatesOf(tag).slice(0, 200));
        return;
      case "img":
      case "amp-img":
        return readImage(tag);
      case "video":
        return pictures.add(
          { address: attributeOf(tag, "poster"), element: "poster", figure },
          base,
        );
      case "figure":
        figure = { caption: null, licence: null };
        return;
      case "figcaption":
        captionStart = tag.end;
        return;
      default:
        textOwner = tag;
    }
  };

  const readClose = (name: string, start: number) => {
    if (name === "a") endLink();
    if (name === "picture") sources = [];
    if (name === "figcaption" && figure && captionStart > 0) {
      figure.caption ??= html.slice(
        captionStart,
        Math.min(start, captionStart + MAX_CAPTION_LENGTH),
      );
    }
    if (name === "figure") figure = null;
  };

  const readText = (text: string, owner: OpenTag | null) => {
    if (owner?.name === "title") title ??= plainText(text);
    if (owner?.name === "style")
      for (const background of cssBackgrounds(text))
        pictures.add({ address: background, element: "css" }, base);
    if (
      owner?.name === "script" &&
      /^application\/ld\+json\b/i.test(attributeOf(owner, "type") ?? "")
    )
      for (const picture of jsonLdPictures(text, base)) pictures.state(picture, base);
  };

  const read = (markup: Markup) => {
    const owner = textOwner;
    textOwner = null;
    if (markup.kind === "open") readOpen(markup);
    else if (markup.kind === "close") readClose(markup.name, markup.start);
    else readText(markup.text, owner);
  };

  for (const markup of readMarkup(html)) read(markup);
  endLink();
  const collected = pictures.finish({ url: address, title, licences });
  return { ...collected, optOut, links: isNofollow ? [] : [...links], canonical };
}

/** An absolute address without its fragment; null for mailto:, javascript: and the like. */
function webPageUrl(href: string | null, base: URL): string | null {
  const url = href ? URL.parse(href.trim(), base) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return null;
  url.hash = "";
  return url.href.length > 2_048 ? null : url.href;
}
