import type { SourceKind } from "@/lib/domain/source";
import { openverse } from "./openverse";
import { sample } from "./sample";
import type { Source } from "./source";
import { urlList } from "./url-list";

/** Leaving a kind out, or filing one under the wrong key, is a compile error. */
export const SOURCES: { readonly [K in SourceKind]: Source<K> } = {
  openverse,
  "url-list": urlList,
  sample,
};
export const sourceOf = (kind: SourceKind): Source => SOURCES[kind];
