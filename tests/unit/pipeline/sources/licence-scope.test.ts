import { expect, test } from "vitest";
import { licenceScope } from "@/lib/pipeline/sources/licence-scope";

test.each([
  [["public-domain"], "public-domain"],
  [["CC0", "PDM-1.0"], "public-domain"],
  [["commercial"], "use-commercially"],
  [["modification"], "modify"],
  [["commercial", "modification"], "modify-commercially"],
  [["commercial", "modification", "no-share-alike"], "modify-commercially"],
  [["CC-BY"], "modify-commercially"],
  [["CC-BY", "CC-BY-ND-4.0"], "use-commercially"],
  [["CC-BY-NC-SA-4.0"], "modify"],
  [["CC-BY-NC-ND", "CC0"], "share"],
  [["no-share-alike"], "share"],
  [["MIT-0-unheard-of"], "share"],
])("%j lie within %s", (wanted, scope) => {
  expect(licenceScope(wanted)).toBe(scope);
});
