import { readMarkup, unescapeEntities } from "../page-images/markup";
import { sourceError } from "../source-error";

export interface BucketObject {
  readonly key: string;
  readonly sizeBytes: number | null;
  readonly etag: string | null;
  readonly modifiedAt: string | null;
}
export interface Listing {
  readonly objects: readonly BucketObject[];
  /** Continuation token; null after the last page. */
  readonly next: string | null;
}

/** What ListObjectsV2 answers at most, whatever was asked for. */
const MAX_OBJECTS = 1_000;
const MAX_TOKEN_LENGTH = 2_048;

/** Reads an answer of ListObjectsV2. Throws sourceError("changed-shape") for anything else. */
export function readListing(xml: string): Listing {
  const objects: BucketObject[] = [];
  const whole: Record<string, string> = {};
  let fields: Record<string, string> | null = null;
  let value = "";
  let isListing = false;
  for (const markup of readMarkup(xml, { isXml: true })) {
    if (markup.kind === "text") {
      value += markup.isLiteral ? markup.text : unescapeEntities(markup.text.slice(0, 8_192));
      continue;
    }
    const { kind, name } = markup;
    if (kind === "open" && name === "listbucketresult") isListing = true;
    if (kind === "open" && name === "contents") fields = {};
    if (kind === "close" && name === "contents" && fields?.key !== undefined) {
      if (objects.length < MAX_OBJECTS) objects.push(objectOf(fields));
      fields = null;
    } else if (kind === "close") (fields ?? whole)[name] ??= value;
    value = "";
  }
  if (!isListing)
    throw sourceError("changed-shape", "The service does not answer a list of objects as S3 does.");

  const isEncoded = whole.encodingtype === "url";
  const token = whole.nextcontinuationtoken;
  const isGoingOn = whole.istruncated === "true" && token && token.length <= MAX_TOKEN_LENGTH;
  return {
    objects: isEncoded ? objects.flatMap(decoded) : objects,
    next: isGoingOn ? token : null,
  };
}

const objectOf = ({
  key = "",
  size,
  etag,
  lastmodified,
}: Record<string, string>): BucketObject => ({
  key,
  sizeBytes: size && /^\d+$/.test(size) ? Number(size) : null,
  etag: etag?.replaceAll('"', "").slice(0, 200) || null,
  modifiedAt: lastmodified?.slice(0, 40) || null,
});

/** Keys come escaped, because XML cannot carry every character that S3 allows; a broken escape names nothing. */
function decoded(object: BucketObject): BucketObject[] {
  try {
    return [{ ...object, key: decodeURIComponent(object.key.replaceAll("+", " ")) }];
  } catch {
    return [];
  }
}
