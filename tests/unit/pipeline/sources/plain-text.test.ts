import { expect, test } from "vitest";
import { plainText, rawRecord, webUrl } from "@/lib/pipeline/sources/plain-text";

test.each([
  ['<a href="x">Ann &amp; Bob</a>', "Ann & Bob"],
  ["a < b, c > d", "a < b, c > d"],
  ["two\r\n lines\u0000\u0007", "two lines"],
  ["safe\u202egpj.exe", "safegpj.exe"],
  ["<style>p{}</style><!-- gone -->", null],
  ["\ud800broken", "\ufffdbroken"],
  ["می\u200cخواهم", "می\u200cخواهم"],
  ["", null],
  [null, null],
])("%j reads as %j", (html, text) => {
  expect(plainText(html)).toBe(text);
});

test("long text is cut without splitting a character", () => {
  expect(plainText("😀".repeat(600), 3)).toBe("😀😀😀");
});

test.each([
  ["https://a.example/x", true],
  ["javascript:alert(1)", false],
  ["http://user:secret@a.example/", false],
  ["//a.example/x", false],
  [`https://a.example/${"x".repeat(2048)}`, false],
])("the link %s is shown: %s", (url, isShown) => {
  expect(webUrl(url) !== null).toBe(isShown);
});

test("a record loses what Postgres cannot store, at any depth, and nothing else", () => {
  const record = { "a\0": "x\0y", nested: [{ b: "\udfff", n: 1, t: true, z: null }] };
  expect(rawRecord(record)).toEqual({
    a: "xy",
    nested: [{ b: "\ufffd", n: 1, t: true, z: null }],
  });
});
