import { expect, test } from "vitest";
import { licenceUrl } from "@/lib/domain/licence";
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
  ["LicenseRef-Flickr-ARR", ["LicenseRef-Flickr-ARR"], true],
  ["LicenseRef-Flickr-ARR", ["no-share-alike"], false],
  ["CC-BY-SA-4.0", ["share-alike"], true],
  ["CC-BY-4.0", ["share-alike"], false],
  ["CC-BY-4.0", ["share-alike", "public-domain"], false],
  ["CC0-1.0", ["share-alike", "public-domain"], true],
  ["CC-BY-NC-SA-4.0", ["share-alike", "commercial"], false],
  ["CC-BY-SA-4.0", ["no-share-alike"], false],
  ["CC-BY-4.0", ["no-share-alike"], true],
  ["GFDL-1.2-or-later", ["no-share-alike"], false],
  ["GFDL-1.2-or-later", ["GFDL", "commercial"], true],
  ["CC-BY-SA-3.0-DE", ["CC-BY-SA"], true],
  ["CC-BY-SA-3.0-DE", ["CC-BY"], false],
  ["OGL-UK-3.0", ["commercial", "modification"], true],
  ["LicenseRef-US-Government-Work", ["public-domain"], true],
  ["LicenseRef-No-Known-Restrictions", ["public-domain"], false],
  ["LicenseRef-No-Known-Restrictions", ["commercial"], true],
  ["CC-BY-NC", ["CC-BY-NC", "modification"], true],
  ["CC-BY", ["CC-BY-4.0"], false],
  ["CC-BY-4.0", ["constructor"], false],
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
  ["https://creativecommons.org/licenses/by-sa/3.0/de/deed.en", "CC-BY-SA-3.0-DE"],
  ["https://creativecommons.org/licenses/by-nc/4.0/legalcode", "CC-BY-NC-4.0"],
  ["https://creativecommons.org/licenses/by/3.0/igo/", "CC-BY-3.0-IGO"],
  ["https://creativecommons.org/licenses/by/2.0/deed", "CC-BY-2.0"],
  ["CC-BY-NC", "CC-BY-NC"],
  ["CC BY-SA 2.5 ca", "CC-BY-SA-2.5-CA"],
  ["Public domain", "PDM-1.0"],
  ["PD-USGov", "PDM-1.0"],
  ["No known copyright restrictions", "LicenseRef-No-Known-Restrictions"],
  ["United States Government Work", "LicenseRef-US-Government-Work"],
  ["OGL 3", "OGL-UK-3.0"],
  ["FAL", "LAL-1.3"],
  ["GFDL", "GFDL-1.2-or-later"],
  ["Copyrighted free use", "LicenseRef-Copyrighted-Free-Use"],
  ["MIT", "MIT"],
  ["Unknown", "unknown"],
  ["by Ann", "unknown"],
  ["https://creativecommons.org/licenses/constructor/4.0/", "unknown"],
  ["all rights reserved", "unknown"],
  ["", "unknown"],
  [null, "unknown"],
])("%j is the licence %s", (text, id) => {
  expect(parseLicence(text)).toBe(id);
});

test.each([
  ["CC-BY-SA-3.0-DE", "https://creativecommons.org/licenses/by-sa/3.0/de/"],
  ["CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"],
  ["CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"],
  ["PDM-1.0", "https://creativecommons.org/publicdomain/mark/1.0/"],
  ["LicenseRef-NASA-Media", "https://www.nasa.gov/nasa-brand-center/images-and-media/"],
  ["LicenseRef-Flickr-ARR", null],
  ["unknown", null],
])("the licence %s is stated at %s", (id, url) => {
  expect(licenceUrl(id)).toBe(url);
});
