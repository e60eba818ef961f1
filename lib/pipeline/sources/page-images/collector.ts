import { foundPicture } from "../found-picture";
import { plainText, rawRecord } from "../plain-text";
import type { Found } from "../source";
import type { StatedPicture } from "./json-ld";
import { type LicenceStatement, soleStatement } from "./licence-statement";
import { pictureAddress } from "./picture-address";

/** One place of a page that shows or names a picture. */
export interface Sighting {
  readonly address: string | null;
  /** What names it: "img", "link", "meta", "css", "poster", "json-ld". */
  readonly element: string;
  /** May hold markup and entities, as written. */
  readonly title?: string | null;
  readonly thumbnail?: string | null;
  readonly figure?: Figure | null;
}

/** What holds for all pictures of one <figure>; filled while it is read. */
export interface Figure {
  /** Markup as written. */
  caption: string | null;
  licence: LicenceStatement | null;
}

interface Draft {
  title: string | null;
  thumbnailUrl: string | null;
  figure: Figure | null;
  facts: StatedPicture["facts"];
  readonly element: string;
}

/** More are left out of one page: its rows go to the database in one statement. */
export const MAX_PICTURES_PER_PAGE = 1_000;

/** Gathers the pictures of one page, each address once, with all that the page says about it anywhere. */
export function createCollector() {
  const drafts = new Map<string, Draft>();
  const ignored = new Set<string>();
  const leftOut = new Set<string>();

  const resolve = (written: string | null, base: URL): string | null => {
    const url = pictureAddress(written, base);
    if (url === "ignored") ignored.add((written ?? "").slice(0, 200));
    return url === "ignored" ? null : url;
  };

  return {
    add({ address, element, title, thumbnail, figure = null }: Sighting, base: URL): void {
      const url = resolve(address, base);
      if (!url) return;
      if (drafts.size >= MAX_PICTURES_PER_PAGE && !drafts.has(url)) {
        leftOut.add(url);
        return;
      }
      const thumbnailUrl = thumbnail ? pictureAddress(thumbnail, base) : null;
      const draft = drafts.get(url) ?? {
        title: null,
        thumbnailUrl: null,
        figure,
        facts: {},
        element,
      };
      draft.title ??= plainText(title);
      if (thumbnailUrl !== "ignored") draft.thumbnailUrl ??= thumbnailUrl;
      draft.figure ??= figure;
      drafts.set(url, draft);
    },
    state({ address, thumbnail, facts }: StatedPicture, base: URL): void {
      this.add({ address, element: "json-ld", thumbnail }, base);
      const draft = drafts.get(resolve(address, base) ?? "");
      if (draft && Object.keys(draft.facts).length === 0) draft.facts = facts;
    },
    ignore(what: string): void {
      ignored.add(what);
    },
    finish(page: { url: string; title: string | null; licences: readonly LicenceStatement[] }) {
      const pageLicence = soleStatement(page.licences);
      const found = [...drafts].map(([url, { element, figure, facts, ...draft }]): Found => {
        const own = facts.licence && facts.licence !== "unknown" ? facts : null;
        const around = figure?.licence ?? pageLicence;
        const caption = plainText(figure?.caption);
        return foundPicture({
          ...facts,
          url,
          pageUrl: page.url,
          thumbnailUrl: draft.thumbnailUrl,
          title: facts.title ?? draft.title ?? caption,
          licence: own?.licence ?? around?.licence ?? "unknown",
          licenceUrl: own?.licenceUrl ?? around?.licenceUrl ?? facts.licenceUrl ?? null,
          raw: rawRecord({ element, pageTitle: page.title, figcaption: caption }),
        });
      });
      return { found, ignored: ignored.size + leftOut.size };
    },
  };
}
