import { z } from "zod";
import { FetchError } from "../fetch-error";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { DiscoverContext, Source } from "./source";
import { readAnswer, sourceError } from "./source-error";
import { statedDay } from "./stated-day";
import { askEngine, blockedBy, ENGINE_REQUESTS_PER_MINUTE, readEngineJson } from "./web-engine";

const ORIGIN = "https://image.baidu.com";
const NAME = "Baidu Images";
const PAGE_SIZE = 30;
const MAX_PER_QUERY = 1000;
const COOKIE_SECONDS = 3600;
const MAX_COOKIES = 20;

const Result = z.looseObject({
  replaceUrl: z
    .array(z.looseObject({ ObjURL: text, FromURL: text }))
    .nullish()
    .catch(null),
  objURL: text,
  thumbURL: text,
  fromPageTitle: text,
  bdImgnewsDate: text,
  width: pixels,
  height: pixels,
});
const Answer = z.looseObject({ data: z.array(z.looseObject({})) });
const Refusal = z.looseObject({ antiFlag: z.coerce.number().refine((flag) => flag !== 0) });

/** Baidu's image search: the largest index of Chinese pages. */
export const baidu: Source<"baidu"> = {
  kind: "baidu",
  name: NAME,
  description:
    "Pictures from Chinese sites, by asking what Baidu's result page asks. Works best with keywords in Chinese; filters nothing itself.",
  terms:
    "Baidu's terms restrict automated reading, and every picture belongs to its site: check the rights before you publish.",
  termsUrl: "https://www.baidu.com/duty/",
  homepage: "https://image.baidu.com",
  signUpUrl: null,
  capabilities: {
    group: "web-engine",
    needsKey: false,
    takes: "keyword",
    isScraping: true,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    requestsPerMinute: ENGINE_REQUESTS_PER_MINUTE,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: [],
    sunsetDate: null,
  },
  async page({ keyword }, cursor, ctx) {
    const origin = ctx.baseUrl ?? ORIGIN;
    const from = Number(cursor ?? 0);
    const search = new URLSearchParams({
      tn: "resultjson_com",
      ipn: "rj",
      ie: "utf-8",
      oe: "utf-8",
      word: keyword,
      pn: String(from),
      rn: String(PAGE_SIZE),
    });
    const cookie = await ctx.cached("cookies", COOKIE_SECONDS, () => cookiesOf(origin, ctx));
    const answer = await askEngine(NAME, ctx, `${origin}/search/acjson?${search.toString()}`, {
      accept: "application/json",
      referer: `${origin}/`,
      ...(cookie && { cookie }),
    });
    const body = readEngineJson(NAME, withValidEscapes(answer.text));
    if (Refusal.safeParse(body).success) throw blockedBy(NAME);
    // The list ends with an empty object.
    const records = readAnswer(NAME, Answer, body).data.filter(
      (record) => Object.keys(record).length > 0,
    );
    const found = records.flatMap((record) => foundOf(Result.parse(record)) ?? []);
    if (records.length > 0 && found.length === 0)
      throw sourceError(
        "changed-shape",
        `${NAME} answered in an unexpected shape: no result has a replaceUrl or objURL.`,
        { field: "replaceUrl" },
      );
    const isLast = records.length === 0 || from + PAGE_SIZE >= MAX_PER_QUERY;
    return {
      found,
      ignored: records.length - found.length,
      cursor: isLast ? null : String(from + PAGE_SIZE),
    };
  },
};

function foundOf(result: z.infer<typeof Result>) {
  const original = result.replaceUrl?.[0];
  const url = webUrl(original?.ObjURL) ?? webUrl(decipher(result.objURL));
  if (!url) return null;
  const day = statedDay(result.bdImgnewsDate);
  return foundPicture({
    url,
    pageUrl: webUrl(original?.FromURL),
    thumbnailUrl: webUrl(result.thumbURL),
    title: plainText(result.fromPageTitle),
    width: result.width,
    height: result.height,
    // Baidu's way to say that it does not know.
    createdOn: day === "1970-01-01" ? null : day,
    raw: rawRecord(result),
  });
}

/** The cookies that Baidu sets on its front page and wants to see again; "" where it sets none. */
async function cookiesOf(origin: string, ctx: DiscoverContext): Promise<string> {
  try {
    const { cookies } = await ctx.fetchText(`${origin}/`, { headers: { accept: "text/html" } });
    const sendable = cookies.filter((cookie) => /^[\x20-\x7e]{1,4096}$/.test(cookie));
    return sendable.slice(0, MAX_COOKIES).join("; ");
  } catch (error) {
    // The search itself says whether it wants us.
    if (error instanceof FetchError && error.outcome === "http-4xx") return "";
    throw error;
  }
}

/** Baidu escapes what JSON does not let one escape, and leaves control characters as they are. */
const withValidEscapes = (json: string): string =>
  json
    .replace(/\\(?:(["\\/bfnrt]|u[\da-f]{4})|([\s\S]))/gi, (sequence, valid, other) =>
      valid ? sequence : other,
    )
    .replace(/\p{Cc}/gu, " ");

const CIPHER_TOKENS: readonly (readonly [string, string])[] = [
  ["_z2C$q", ":"],
  ["_z&e3B", "."],
  ["AzdH3F", "/"],
];
const CIPHER = "wkv1ju2it3hs4g5rq6fp7eo8dn9cm0bla";
const PLAIN = "abcdefghijklmnopqrstuvw1234567890";
const LETTERS = new Map(Array.from(CIPHER, (letter, i) => [letter, PLAIN[i] ?? letter]));

/** The address behind Baidu's substitution of letters; one that is not enciphered comes back as it is. */
function decipher(url: string | null | undefined): string | null {
  if (!url || webUrl(url)) return url ?? null;
  return url
    .split(/(_z2C\$q|_z&e3B|AzdH3F)/)
    .map(
      (part) =>
        CIPHER_TOKENS.find(([token]) => token === part)?.[1] ??
        Array.from(part, (letter) => LETTERS.get(letter) ?? letter).join(""),
    )
    .join("");
}
