import { z } from "zod";
import { Licence } from "@/lib/domain/licence";
import { AppError } from "@/lib/errors";
import { foundPicture } from "./found-picture";
import { rawRecord } from "./plain-text";
import { PAGE_SIZE, SAMPLE_ORIGIN } from "./sample/addresses";
import { PICTURES_PER_KEYWORD } from "./sample/catalogue";
import type { Source } from "./source";

const Answer = z.object({
  pages: z.int(),
  results: z.array(
    z.looseObject({
      id: z.string(),
      url: z.url(),
      page_url: z.url(),
      title: z.string(),
      creator: z.string(),
      licence: Licence,
      licence_url: z.url(),
      attribution: z.string(),
      width: z.int().nullable(),
      height: z.int().nullable(),
    }),
  ),
});

/** Drawings made on this machine, so that a crawl works without any network; served by sample/server.ts. */
export const sample: Source<"sample"> = {
  kind: "sample",
  name: "Sample pictures",
  description:
    "Works offline: drawings of what the keyword names (shapes, colours, textures, scenes, animals, things). " +
    "Any other keyword gets abstract compositions of its own. Some are copies or damaged on purpose, as on the web.",
  terms: "Everything is drawn by PixCrawler and dedicated to the public domain.",
  termsUrl: "https://creativecommons.org/publicdomain/zero/1.0/",
  homepage: null,
  signUpUrl: null,
  capabilities: {
    group: "built-in",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: PICTURES_PER_KEYWORD,
    requestsPerMinute: null,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "allowed",
    pushes: [],
    sunsetDate: null,
  },
  async page({ keyword }, cursor, ctx) {
    const page = Number(cursor ?? 1);
    const search = new URLSearchParams({ q: keyword, page: String(page) });
    const answer = Answer.safeParse(
      await ctx.fetchJson(`${ctx.baseUrl ?? SAMPLE_ORIGIN}/v1/pictures?${search.toString()}`),
    );
    if (!answer.success)
      throw new AppError("upstream-failed", "The sample source answered in an unexpected shape.", {
        cause: answer.error,
      });
    return {
      found: answer.data.results.map((result) =>
        foundPicture({
          url: result.url,
          pageUrl: result.page_url,
          sourceId: result.id,
          title: result.title,
          creator: result.creator,
          licence: result.licence,
          licenceUrl: result.licence_url,
          attribution: result.attribution,
          width: result.width,
          height: result.height,
          raw: rawRecord(result),
        }),
      ),
      ignored: 0,
      cursor: page < answer.data.pages ? String(page + 1) : null,
    };
  },
};
