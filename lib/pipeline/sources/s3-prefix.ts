import { AwsV4Signer } from "aws4fetch";
import { Label } from "@/lib/domain/image";
import type { SourceKey } from "@/lib/domain/source";
import type { SourceOptions } from "@/lib/domain/source-options";
import { AppError } from "@/lib/errors";
import { FetchError } from "../fetch-error";
import { foundPicture } from "./found-picture";
import { isPicturePath } from "./page-images/picture-address";
import { plainText, rawRecord, webUrl } from "./plain-text";
import { type BucketObject, readListing } from "./s3/listing";
import type { DiscoverContext, Found, Source } from "./source";
import { sourceError } from "./source-error";

const PAGE_SIZE = 500;
/** Candidates may wait long for their download; a week is the longest that a signature of S3 can hold. */
const SIGNED_FOR_SECONDS = 604_800;

type Bucket = NonNullable<SourceOptions["s3-prefix"]>;

/** The pictures under a prefix of an S3 bucket, open to all or read with a key of one's own. */
export const s3Prefix: Source<"s3-prefix"> = {
  kind: "s3-prefix",
  name: "S3 bucket",
  description:
    "The pictures under a prefix of a bucket of Amazon S3, or of another service that speaks S3 such as R2 or MinIO.",
  terms: "Your own pictures, or those of a public bucket under whatever licence its owner states.",
  termsUrl: null,
  homepage: null,
  signUpUrl: null,
  capabilities: {
    group: "own",
    needsKey: false,
    takes: "prefix",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: null,
    requestsPerMinute: null,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: [],
    sunsetDate: null,
  },
  async page({ options }, cursor, ctx) {
    const bucket = options["s3-prefix"];
    if (!bucket) throw new AppError("validation-failed", "This crawl has no bucket to read.");
    const root = rootOf(bucket, ctx.baseUrl);
    const url = new URL(root);
    url.searchParams.set("list-type", "2");
    url.searchParams.set("encoding-type", "url");
    url.searchParams.set("max-keys", String(PAGE_SIZE));
    if (bucket.prefix) url.searchParams.set("prefix", bucket.prefix);
    if (cursor) url.searchParams.set("continuation-token", cursor);

    const listing = readListing(await list(url, bucket, ctx));
    const found: Found[] = [];
    let ignored = 0;
    for (const object of listing.objects) {
      // Consoles make "folders" as empty objects, which nobody takes for pictures.
      if (object.key.endsWith("/")) continue;
      const picture = await foundOf(object, { root, bucket, key: ctx.key });
      if (picture) found.push(picture);
      else ignored += 1;
    }
    return { found, ignored, cursor: listing.next };
  },
};

/** Where the bucket's keys begin, with a slash at the end. A dot in the name breaks the certificate of a host of its own. */
function rootOf({ bucket, region, endpoint }: Bucket, baseUrl: string | null): string {
  const service = (endpoint ?? baseUrl)?.replace(/\/+$/, "");
  if (service) return `${service}/${bucket}/`;
  return bucket.includes(".")
    ? `https://s3.${region}.amazonaws.com/${bucket}/`
    : `https://${bucket}.s3.${region}.amazonaws.com/`;
}

async function list(url: URL, bucket: Bucket, ctx: DiscoverContext): Promise<string> {
  const request = ctx.key ? { headers: await signedHeaders(url, bucket, ctx.key) } : {};
  try {
    return (await ctx.fetchText(url.href, request)).text;
  } catch (error) {
    throw explained(error, bucket, ctx.key !== null);
  }
}

function explained(error: unknown, { bucket, region }: Bucket, hasKey: boolean): unknown {
  const status = error instanceof FetchError ? error.httpStatus : null;
  if (status === 404) return sourceError("refused", `There is no bucket ${bucket}.`);
  if (status === 301 || status === 307 || status === 400)
    return sourceError("refused", `${bucket} could not be listed: is ${region} its region?`);
  if (status !== 401 && status !== 403) return error;
  return hasKey
    ? sourceError("key-refused", `The key may not list ${bucket}.`)
    : sourceError("key-missing", `${bucket} is not open to all: give a key that may list it.`);
}

const signerOf = (url: URL, { region }: Bucket, key: SourceKey, signQuery: boolean): AwsV4Signer =>
  new AwsV4Signer({
    url: url.href,
    method: "GET",
    service: "s3",
    region,
    signQuery,
    accessKeyId: key.accessKeyId ?? "",
    secretAccessKey: key.secretAccessKey ?? "",
  });

async function signedHeaders(
  url: URL,
  bucket: Bucket,
  key: SourceKey,
): Promise<Record<string, string>> {
  const { headers } = await signerOf(url, bucket, key, false).sign();
  return Object.fromEntries(headers);
}

async function presigned(url: URL, bucket: Bucket, key: SourceKey): Promise<string> {
  const expiring = new URL(url);
  expiring.searchParams.set("X-Amz-Expires", String(SIGNED_FOR_SECONDS));
  return (await signerOf(expiring, bucket, key, true).sign()).url.href;
}

/** A key as a path: each part escaped as S3 signs it (RFC 3986). */
const escapedPath = (key: string): string =>
  encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Null for what is no picture, or has a key that no URL can name. */
async function foundOf(
  { key, sizeBytes, etag, modifiedAt }: BucketObject,
  { root, bucket, key: credentials }: { root: string; bucket: Bucket; key: SourceKey | null },
): Promise<Found | null> {
  const parts = key.split("/");
  const isNameable = key.isWellFormed() && !parts.some((part) => part === "." || part === "..");
  if (!isNameable || sizeBytes === 0 || !isPicturePath(key)) return null;
  const address = webUrl(root + escapedPath(key));
  if (!address) return null;
  const plain = new URL(address);
  const url = webUrl(credentials ? await presigned(plain, bucket, credentials) : plain.href);
  if (!url) return null;
  const folder = bucket.labelFromFolder ? Label.safeParse(plainText(parts.at(-2), 100)) : null;
  return foundPicture({
    url,
    sourceId: `s3://${bucket.bucket}/${key}`,
    title: plainText(parts.at(-1)?.replace(/\.[^.]*$/, "")),
    label: folder?.success ? folder.data : null,
    raw: rawRecord({ bucket: bucket.bucket, key, sizeBytes, etag, modifiedAt }),
  });
}
