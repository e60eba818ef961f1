import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { parseAsId } from "@/components/gallery/filters";

export const GROUP_STATUSES = ["open", "resolved"] as const;
export type GroupStatus = (typeof GROUP_STATUSES)[number];

/** The review as it stands in the URL. */
export const loadReview = createLoader({
  group: parseAsId,
  status: parseAsStringLiteral(GROUP_STATUSES).withDefault("open"),
});
