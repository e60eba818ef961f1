import { expect, test } from "vitest";
import { userAgent } from "@/lib/pipeline/fetch/user-agent";

test.each([
  [{ version: "1.2.0" }, "PixCrawler/1.2.0"],
  [{ version: "1.2.0", contact: "a@b.example" }, "PixCrawler/1.2.0 (a@b.example)"],
  [{ version: "1.2.0", url: "https://b.example" }, "PixCrawler/1.2.0 (+https://b.example)"],
  [
    { version: "1.2.0", url: "https://b.example", contact: "a@b.example" },
    "PixCrawler/1.2.0 (+https://b.example; a@b.example)",
  ],
  [{ version: "1", contact: "a)\r\nX-Evil: 1 ü" }, "PixCrawler/1 (aX-Evil: 1)"],
])("%j is %s", (who, header) => {
  expect(userAgent(who)).toBe(header);
});
