import { expect, test } from "vitest";
import { toFetchError } from "@/lib/pipeline/fetch/transport-error";

const failing = (code: string) => Object.assign(new Error("any words"), { code });

test.each([
  ["ENOTFOUND", "a.example:443", "dns", "a.example was not found"],
  ["ECONNREFUSED", "a.example:80", "connect", "a.example takes no connection"],
  ["CERT_HAS_EXPIRED", "a.example:8443", "tls", "a.example:8443 has no good certificate"],
  ["ECONNRESET", "[2001:db8::1]:443", "connection-lost", "[2001:db8::1] broke off"],
])("%s is told in words, and kept as the cause", (code, host, outcome, message) => {
  const cause = failing(code);
  expect(toFetchError(cause, host)).toMatchObject({ outcome, message, cause });
});

test("an error without a code comes back as it is", () => {
  const fault = new TypeError("a fault of ours");
  expect(toFetchError(fault, "a.example:443")).toBe(fault);
});
