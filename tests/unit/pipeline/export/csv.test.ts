import { describe, expect, test } from "vitest";
import { csvRecord } from "@/lib/pipeline/export/csv";

describe("csvRecord", () => {
  test.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    " =1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
  ])("%j is not a formula to a spreadsheet", (text) => {
    expect(csvRecord([text]).replace(/^"/, "")).toMatch(/^'/);
  });

  test("quotes what RFC 4180 says must be quoted, and nothing else", () => {
    expect(csvRecord(["plain", 'say "hi"', "a,b", "two\nlines", null, -3, ""])).toBe(
      'plain,"say ""hi""","a,b","two\nlines",,-3,\r\n',
    );
  });
});
