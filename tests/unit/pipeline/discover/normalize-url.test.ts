import { expect, test } from "vitest";
import { normalizeUrl, urlHash, withoutSignature } from "@/lib/pipeline/discover/normalize-url";

test.each([
  [
    "host case, default port and fragment",
    "HTTPS://A.Example:443/Cat.jpg#top",
    "https://a.example/Cat.jpg",
  ],
  ["a trailing dot of the host", "http://a.example./x", "http://a.example/x"],
  [
    "tracking parameters",
    "https://a.example/x?utm_source=n&id=7&fbclid=z&GCLID=q",
    "https://a.example/x?id=7",
  ],
  [
    "signatures of presigned addresses",
    "https://b.s3.amazonaws.com/a.jpg?X-Amz-Date=20261122T000000Z&X-Amz-Expires=604800&versionId=3&X-Amz-Signature=0f",
    "https://b.s3.amazonaws.com/a.jpg?versionId=3",
  ],
  ["the order of parameters", "https://a.example/x?b=2&a=1&b=1", "https://a.example/x?a=1&b=2&b=1"],
  ["an empty query", "https://a.example/x?", "https://a.example/x"],
  ["dot segments", "https://a.example/a/../b/./c", "https://a.example/b/c"],
  ["needless escapes", "https://a.example/%7Eann/%c3%bc%2f", "https://a.example/~ann/%C3%BC%2F"],
  ["surrounding space", "  https://a.example/x\n", "https://a.example/x"],
  ["numeric hosts", "http://0x7f.1/x", "http://127.0.0.1/x"],
])("%s make no difference", (_name, url, canonical) => {
  expect(normalizeUrl(url)).toBe(canonical);
  expect(normalizeUrl(canonical)).toBe(canonical);
});

test.each([
  "ftp://a.example/x",
  "javascript:alert(1)",
  "data:image/png;base64,AA==",
  "file:///etc/passwd",
  "https://user@a.example/x",
  "https://user:secret@a.example/x",
  "//a.example/x",
  "a.example/x.jpg",
  "",
  `https://a.example/${"x".repeat(2048)}`,
])("%s may never be fetched", (url) => {
  expect(normalizeUrl(url)).toBeNull();
});

test("what tells two pictures apart is kept", () => {
  const urls = [
    "https://a.example/x",
    "http://a.example/x",
    "https://a.example:8443/x",
    "https://a.example/X",
    "https://a.example/x/",
    "https://a.example/x?id=1",
    "https://a.example/x?id=2",
    "https://a.example/x?id=%26",
  ];
  const hashes = urls.map((url) => urlHash(normalizeUrl(url) ?? ""));
  expect(new Set(hashes).size).toBe(urls.length);
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
});

test("an address is shown without the signature that lets it be read, and otherwise as it is", () => {
  const signed = "https://b.example/a%20b.jpg?x=1&X-Amz-Credential=K%2F1&X-Amz-Signature=0f#part";
  expect(withoutSignature(signed)).toBe("https://b.example/a%20b.jpg?x=1#part");
  const plain = "https://b.example/A.jpg?utm_source=n&b=2&a=1";
  expect(withoutSignature(plain)).toBe(plain);
});
