import type { Found } from "./source";

const NOTHING_STATED = {
  pageUrl: null,
  thumbnailUrl: null,
  sourceId: null,
  title: null,
  creator: null,
  creatorUrl: null,
  licence: "unknown",
  licenceUrl: null,
  attribution: null,
  width: null,
  height: null,
  createdOn: null,
  sha1: null,
  label: null,
  labels: [],
  signals: [],
  stored: null,
} as const satisfies Partial<Found>;

/** A found picture of which the source states no more than is given. */
export const foundPicture = (stated: Pick<Found, "url" | "raw"> & Partial<Found>): Found => ({
  ...NOTHING_STATED,
  ...stated,
});
