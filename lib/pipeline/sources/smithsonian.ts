import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { licenceUrl } from "@/lib/domain/licence";
import type { SourceKey } from "@/lib/domain/source";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { plainText, webUrl } from "./plain-text";
import { answerForKey, keyField, rawWithoutKey } from "./service-key";
import { chooseRendition } from "./smallest-enough";
import { solrTerms } from "./solr-terms";
import type { Found, Source } from "./source";
import { readAnswer } from "./source-error";

const API = "https://api.si.edu";
const NAME = "Smithsonian Open Access";
const PAGE_SIZE = 100;
/** Further views of one object add little to a dataset, and some notebooks have hundreds. */
const MAX_PER_RECORD = 20;
const LICENCE = "CC0-1.0";

const Resource = z.looseObject({ label: text, url: text, width: pixels, height: pixels });
const Media = z.looseObject({
  type: text,
  content: text,
  thumbnail: text,
  idsId: text,
  usage: z.looseObject({ access: text }).nullish().catch(null),
  resources: z.array(Resource).nullish().catch(null),
});
const Named = z.looseObject({ content: text });
const Row = z.looseObject({
  id: z.string(),
  title: text,
  content: z.looseObject({
    descriptiveNonRepeating: z.looseObject({
      record_link: text,
      guid: text,
      online_media: z.looseObject({ media: z.array(Media) }).nullish(),
    }),
    freetext: z
      .looseObject({ name: z.array(Named).nullish().catch(null) })
      .nullish()
      .catch(null),
  }),
});
const Answer = z.looseObject({
  response: z.looseObject({ rows: z.array(Row), rowCount: z.number().int().min(0) }),
});

/** The collections of the Smithsonian museums that are dedicated to the public domain. */
export const smithsonian: Source<"smithsonian"> = {
  kind: "smithsonian",
  name: NAME,
  description:
    "Some five million pictures from 21 museums and a zoo: nature, technology, art, history. Only what is CC0 is asked for.",
  terms: "Everything found is dedicated to the public domain (CC0).",
  termsUrl: "https://www.si.edu/openaccess/faq",
  homepage: "https://www.si.edu/openaccess",
  signUpUrl: "https://api.data.gov/signup/",
  capabilities: {
    group: "keyed",
    needsKey: true,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: null,
    /** 1,000 an hour for a key. */
    requestsPerMinute: 16,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "allowed",
    pushes: [],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const apiKey = keyField(smithsonian, ctx.key, "apiKey");
    const words = solrTerms(keyword);
    if (!words) return { found: [], ignored: 0, cursor: null };
    const start = Number(cursor ?? 0);
    const search = new URLSearchParams({
      q: `(${words}) AND online_media_type:"Images" AND media_usage:"CC0"`,
      start: String(start),
      rows: String(PAGE_SIZE),
    });
    const url = `${ctx.baseUrl ?? API}/openaccess/api/v1.0/search?${search.toString()}`;
    const body = await answerForKey(NAME, ctx.fetchJson(url, { headers: { "x-api-key": apiKey } }));
    const { rows, rowCount } = readAnswer(NAME, Answer, body).response;
    const perRow = rows.map((row) => foundIn(row, filters, ctx.key));
    const next = start + PAGE_SIZE;
    return {
      found: perRow.flat(),
      ignored: perRow.filter((found) => found.length === 0).length,
      cursor: rows.length === 0 || next >= rowCount ? null : String(next),
    };
  },
};

function foundIn(row: z.infer<typeof Row>, filters: CrawlFilters, key: SourceKey | null): Found[] {
  const { online_media: online, ...about } = row.content.descriptiveNonRepeating;
  const creator = row.content.freetext?.name?.find(({ content }) => content)?.content;
  return (online?.media ?? [])
    .filter(({ type, usage }) => type === "Images" && usage?.access === "CC0")
    .slice(0, MAX_PER_RECORD)
    .flatMap((media) => {
      const rendition = renditionOf(media, filters);
      if (!rendition) return [];
      return foundPicture({
        ...rendition,
        pageUrl: webUrl(about.record_link) ?? webUrl(about.guid),
        thumbnailUrl: webUrl(media.thumbnail),
        sourceId: media.idsId ?? row.id,
        title: plainText(row.title),
        creator: plainText(creator),
        licence: LICENCE,
        licenceUrl: licenceUrl(LICENCE),
        raw: rawWithoutKey(
          { id: row.id, title: row.title, about, freetext: row.content.freetext, media },
          key,
        ),
      });
    });
}

/** TIFFs of hundreds of megabytes are among the resources: only what a browser shows is taken. */
function renditionOf({ resources, content }: z.infer<typeof Media>, filters: CrawlFilters) {
  const shown = (resources ?? [])
    .filter(({ label }) => /jpe?g|screen/i.test(label ?? ""))
    .flatMap(({ url, width, height }) => (webUrl(url) && url ? [{ url, width, height }] : []))
    .sort((a, b) => (a.width ?? Number.POSITIVE_INFINITY) - (b.width ?? Number.POSITIVE_INFINITY));
  const delivered = webUrl(content);
  return (
    chooseRendition(shown, filters) ??
    (delivered ? { url: delivered, width: null, height: null } : null)
  );
}
