import { expect, test } from "vitest";
import { API_KEY_PATTERN, isSecretOf, mintApiKey, parseApiKey } from "@/lib/auth/api-key";

test("a new key is found by its id and proved by its secret alone", () => {
  const { key, publicId, prefix, secretHash } = mintApiKey();
  expect(key).toMatch(API_KEY_PATTERN);
  expect(key.startsWith(`${prefix}_`)).toBe(true);
  const parsed = parseApiKey(key);
  expect(parsed?.publicId).toBe(publicId);
  expect(isSecretOf(secretHash, parsed?.secret ?? "")).toBe(true);
  expect(isSecretOf(secretHash, parseApiKey(mintApiKey().key)?.secret ?? "")).toBe(false);
  expect(secretHash).not.toContain(parsed?.secret);
});

test("two keys have nothing in common", () => {
  const keys = Array.from({ length: 200 }, mintApiKey);
  expect(new Set(keys.map(({ publicId }) => publicId)).size).toBe(200);
  expect(new Set(keys.map(({ secretHash }) => secretHash)).size).toBe(200);
});

test("every single-character typing error is noticed without a database", () => {
  const { key } = mintApiKey();
  for (let at = 0; at < key.length; at++) {
    const other = key[at] === "x" ? "y" : "x";
    expect(parseApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined();
  }
});

test.each(["", "pxc_", "pxc_a_b", `${mintApiKey().key} `, `Bearer ${mintApiKey().key}`])(
  "%j is no key",
  (text) => {
    expect(parseApiKey(text)).toBeUndefined();
  },
);
