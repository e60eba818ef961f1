import { expect, test } from "vitest";
import { localPath } from "@/lib/auth/local-path";

test.each(["/", "/dashboard", "/datasets/1?tab=a&b=%2F#top", "/a//b"])("%s is kept", (path) => {
  expect(localPath(path, "/fallback")).toBe(path);
});

test.each([
  "",
  "dashboard",
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n//evil.example",
  "/.//evil.example",
  "/x/..//evil.example",
  "/\\/evil.example",
  "javascript:alert(1)",
  `/${"a".repeat(3000)}`,
  null,
  undefined,
  ["/dashboard"],
])("%j does not lead away", (value) => {
  expect(localPath(value, "/fallback")).toBe("/fallback");
});
