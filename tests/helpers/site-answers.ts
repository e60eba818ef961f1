import { HEIGHT, WIDTH } from "./site-pictures";

/** What a service tells of a picture. */
interface Listed {
  readonly url: string;
  readonly path: string;
}

/** A page of Openverse's search. */
export const openverseAnswer = (
  all: readonly Listed[],
  { page, pageSize }: { page: number; pageSize: number },
) => ({
  result_count: all.length,
  page_count: Math.ceil(all.length / pageSize),
  page_size: pageSize,
  page,
  results: all.slice((page - 1) * pageSize, page * pageSize).map(({ url, path }) => ({
    id: path,
    url,
    title: `Picture ${path}`,
    creator: "A creator",
    license: "by",
    license_version: "4.0",
    foreign_landing_url: `${url}#page`,
    width: WIDTH,
    height: HEIGHT,
    mature: false,
  })),
});

const fact = (value: string) => ({ value, source: "commons-desc-page" });

/** The whole of a search of Wikimedia Commons, which comes in one batch. */
export const commonsAnswer = (all: readonly Listed[]) => ({
  batchcomplete: true,
  ...(all.length > 0 && {
    query: {
      pages: all.map(({ url, path }, index) => ({
        pageid: index + 1,
        ns: 6,
        title: `File:Picture ${index + 1}.jpg`,
        index: index + 1,
        imageinfo: [
          {
            url,
            descriptionurl: `${url}#${path}`,
            width: WIDTH,
            height: HEIGHT,
            mime: "image/jpeg",
            extmetadata: {
              LicenseShortName: fact("CC BY-SA 4.0"),
              LicenseUrl: fact("https://creativecommons.org/licenses/by-sa/4.0"),
              Artist: fact("A creator"),
            },
          },
        ],
      })),
    },
  }),
});
