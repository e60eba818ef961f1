import { expect, test } from "vitest";
import { matchesLicences, parseLicence } from "@/lib/pipeline/sources/licence-filter";

test.each([
  ["CC-BY-4.0", ["CC-BY-4.0"], true],
  ["CC-BY-2.0", ["CC-BY-4.0"], false],
  ["CC-BY-2.0", ["cc-by"], true],
  ["CC-BY-SA-4.0", ["CC-BY"], false],
  ["CC0-1.0", ["public-domain"], true],
  ["CC-BY-4.0", ["public-domain"], false],
  ["CC-BY-NC-4.0", ["commercial"], false],
  ["CC-BY-ND-4.0", ["commercial"], true],
  ["CC-BY-ND-4.0", ["modification"], false],
  ["CC-BY-NC-4.0", ["commercial", "modification"], false],
  ["CC-BY-NC-4.0", ["CC-BY-NC", "commercial"], false],
  ["CC-BY-SA-3.0", ["CC0-1.0", "CC-BY-SA"], true],
  ["LicenseRef-Flickr-ARR", ["commercial"], false],
  ["unknown", ["unknown"], false],
  ["unknown", ["commercial"], false],
])("%s passes %j: %s", (licence, wanted, passes) => {
  expect(matchesLicences(licence, wanted)).toBe(passes);
});

test.each([
  ["CC-BY-4.0", "CC-BY-4.0"],
  ["cc by-sa 3.0", "CC-BY-SA-3.0"],
  ["CC BY NC ND 2.0", "CC-BY-NC-ND-2.0"],
  ["CC0", "CC0-1.0"],
  ["Public Domain Mark 1.0", "PDM-1.0"],
  ["https://creativecommons.org/licenses/by-nc/2.5/", "CC-BY-NC-2.5"],
  ["http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"],
  ["MIT", "MIT"],
  ["all rights reserved", "unknown"],
  ["", "unknown"],
  [null, "unknown"],
])("%j is the licence %s", (text, id) => {
  expect(parseLicence(text)).toBe(id);
});
