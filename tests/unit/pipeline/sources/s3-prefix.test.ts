import { expect, test } from "vitest";
import { normalizeUrl } from "@/lib/pipeline/discover/normalize-url";
import { s3Prefix } from "@/lib/pipeline/sources/s3-prefix";
import { ask, failureOf, httpError } from "./ask-source";

const bucket = {
  bucket: "birds",
  prefix: "photos/",
  region: "eu-central-1",
  labelFromFolder: false,
};
const options = { "s3-prefix": bucket };
const key = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};

const listing = (keys: readonly string[], next?: string) => `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>birds</Name><Prefix>photos%2F</Prefix><EncodingType>url</EncodingType>
<IsTruncated>${Boolean(next)}</IsTruncated>${next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ""}
${keys.map((name) => `<Contents><Key>${name}</Key><LastModified>2025-01-01T00:00:00.000Z</LastModified><ETag>&quot;abc&quot;</ETag><Size>${name.endsWith("/") ? 0 : 12345}</Size></Contents>`).join("")}
<CommonPrefixes><Prefix>photos%2Fx%2F</Prefix></CommonPrefixes></ListBucketResult>`;

test("the pictures under a prefix are listed page by page, and what is no picture is counted", async () => {
  const keys = [
    "photos/",
    "photos/tern+%28wet%29+%26+dry.JPG",
    "photos/readme.txt",
    "photos/a%2Bb.png",
  ];
  const page = await ask(s3Prefix, () => listing(keys, "to/ken=="), { options });
  expect(page.found.map(({ url }) => url)).toEqual([
    "https://birds.s3.eu-central-1.amazonaws.com/photos/tern%20%28wet%29%20%26%20dry.JPG",
    "https://birds.s3.eu-central-1.amazonaws.com/photos/a%2Bb.png",
  ]);
  expect(page.found[0]).toMatchObject({
    sourceId: "s3://birds/photos/tern (wet) & dry.JPG",
    title: "tern (wet) & dry",
    label: null,
    raw: { key: "photos/tern (wet) & dry.JPG", sizeBytes: 12345, etag: "abc" },
  });
  expect(page.ignored).toBe(1);
  expect(page.search).toMatchObject({
    "list-type": "2",
    prefix: "photos/",
    "encoding-type": "url",
  });
  expect(page.requests[0]?.headers).toBeUndefined();

  const next = await ask(s3Prefix, () => listing([]), { options, cursor: page.cursor });
  expect(next.search["continuation-token"]).toBe("to/ken==");
  expect(next.cursor).toBeNull();
});

test("with a key the listing is signed, pictures are presigned for a week, and the secret is nowhere", async () => {
  const page = await ask(s3Prefix, () => listing(["photos/a.jpg"], "t"), { options, key });
  expect(page.requests[0]?.headers?.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/,
  );
  const url = new URL(page.found[0]?.url ?? "");
  expect(url.searchParams.get("X-Amz-Expires")).toBe("604800");
  expect(url.searchParams.get("X-Amz-Signature")).toMatch(/^[0-9a-f]{64}$/);
  expect(normalizeUrl(url.href)).toBe("https://birds.s3.eu-central-1.amazonaws.com/photos/a.jpg");
  const { requests, ...given } = page;
  expect(JSON.stringify([given, requests])).not.toContain(key.secretAccessKey);
  expect(JSON.stringify(given.found.map(({ raw, sourceId }) => [raw, sourceId]))).not.toContain(
    "AKID",
  );
});

test("another service is asked by path, and so is a bucket with a dot in its name", async () => {
  const at = (changes: object) =>
    ask(s3Prefix, () => listing(["a.jpg"]), {
      options: { "s3-prefix": { ...bucket, ...changes } },
    });
  const minio = await at({ endpoint: "http://minio.example:9000/" });
  expect(minio.requests[0]?.url.href).toMatch(
    /^http:\/\/minio\.example:9000\/birds\/\?list-type=2/,
  );
  expect(minio.found[0]?.url).toBe("http://minio.example:9000/birds/a.jpg");
  const dotted = await at({ bucket: "my.birds", region: "us-east-1" });
  expect(dotted.found[0]?.url).toBe("https://s3.us-east-1.amazonaws.com/my.birds/a.jpg");
});

test("the last folder becomes the label where it is wanted", async () => {
  const keys = ["photos/common+tern/1.jpg", "2.jpg"];
  const { found } = await ask(s3Prefix, () => listing(keys), {
    options: { "s3-prefix": { ...bucket, labelFromFolder: true } },
  });
  expect(found.map(({ label }) => label)).toEqual(["common tern", null]);
});

test("keys that no address can name, empty objects and broken escapes give no picture", async () => {
  const page = await ask(s3Prefix, () => listing(["a/../b.jpg", "./c.jpg", "%E0%A4%A.jpg"]), {
    options,
  });
  expect(page.found).toEqual([]);
});

test.each([
  [403, null, "key-missing"],
  [403, key, "key-refused"],
  [404, null, "refused"],
  [301, null, "refused"],
])("an answer of %i is explained (key: %o)", async (status, own, errorClass) => {
  const failing = ask(s3Prefix, () => httpError(status), { options, key: own });
  expect(await failureOf(failing)).toMatchObject({ errorClass });
});

test("an answer that is no listing is told as that, and a crawl without a bucket is not valid", async () => {
  const strange = ask(s3Prefix, () => "<html><p>Welcome</p></html>", { options });
  expect(await failureOf(strange)).toMatchObject({ errorClass: "changed-shape" });
  expect(await failureOf(ask(s3Prefix, () => ""))).toMatchObject({ code: "validation-failed" });
});
