import { expect, test } from "vitest";
import { hasWrongExtension } from "@/jobs/crawl/stated-format";

const isWrong = (url: string, contentType: string | null = null) =>
  hasWrongExtension("jpeg", { url, contentType });

test.each([
  "https://a.example/cat.png",
  "https://a.example/cat.PNG?size=2",
  "https://a.example/cat.svg",
])("%s says another format than a JPEG's", (url) => {
  expect(isWrong(url)).toBe(true);
});

test.each([
  "https://a.example/cat.jpg",
  "https://a.example/cat.JPEG",
  "https://a.example/cat.jfif#x.png",
  "https://a.example/cat.php",
  "https://a.example/v1.2",
  "https://a.example/cat",
  "not an address",
])("%s says nothing against a JPEG", (url) => {
  expect(isWrong(url)).toBe(false);
});

test("a stated content type counts where it names a picture's format", () => {
  expect(isWrong("https://a.example/1", "image/webp")).toBe(true);
  expect(isWrong("https://a.example/1.jpg", "IMAGE/PNG; charset=binary")).toBe(true);
  for (const type of ["image/jpeg", "image/jpg", "image/pjpeg", "application/octet-stream", ""])
    expect(isWrong("https://a.example/1", type), type).toBe(false);
});
