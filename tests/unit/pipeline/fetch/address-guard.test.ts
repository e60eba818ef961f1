import { describe, expect, test } from "vitest";
import {
  assertFetchable,
  isPublicAddress,
  parseFetchable,
} from "@/lib/pipeline/fetch/address-guard";
import { FetchError } from "@/lib/pipeline/fetch-error";

const STRICT = { allowedPrivateHosts: [] };

const NOT_PUBLIC = [
  ["0.0.0.0", "this host"],
  ["0.1.2.3", "this network"],
  ["127.0.0.1", "loopback"],
  ["127.255.255.254", "loopback"],
  ["10.0.0.1", "private"],
  ["172.16.0.1", "private"],
  ["172.31.255.255", "private"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "carrier-grade NAT"],
  ["100.100.100.200", "Alibaba metadata"],
  ["169.254.169.254", "cloud metadata"],
  ["169.254.170.2", "ECS credentials"],
  ["168.63.129.16", "Azure WireServer"],
  ["192.0.0.1", "IETF protocol"],
  ["192.0.0.192", "Oracle metadata"],
  ["192.0.2.1", "TEST-NET-1"],
  ["198.51.100.1", "TEST-NET-2"],
  ["203.0.113.1", "TEST-NET-3"],
  ["192.88.99.1", "6to4 relay"],
  ["198.18.0.1", "benchmarking"],
  ["224.0.0.1", "multicast"],
  ["239.255.255.250", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::2", "outside of global unicast"],
  ["::7f00:1", "IPv4-compatible loopback"],
  ["1::1", "outside of global unicast"],
  ["4000::1", "outside of global unicast"],
  ["64:ff9b::7f00:1", "NAT64 of loopback"],
  ["64:ff9b::808:808", "NAT64 of a public address"],
  ["64:ff9c::1", "beside NAT64"],
  ["100::1", "discard"],
  ["100:0:0:1::1", "outside of global unicast"],
  ["fe00::1", "outside of global unicast"],
  ["::ffff:127.0.0.1", "mapped loopback"],
  ["::ffff:10.0.0.1", "mapped private"],
  ["::ffff:a9fe:a9fe", "mapped metadata"],
  ["::ffff:0:127.0.0.1", "translated"],
  ["2002:7f00:1::", "6to4 of loopback"],
  ["2002:808:808::1", "6to4"],
  ["2001::1", "Teredo"],
  ["2001:db8::1", "documentation"],
  ["3fff::1", "documentation"],
  ["2001:20::1", "ORCHIDv2"],
  ["2001:2::1", "benchmarking"],
  ["2620:4f:8000::1", "AS112"],
  ["5f00::1", "SRv6"],
  ["fc00::1", "unique local"],
  ["fd00:ec2::254", "EC2 metadata"],
  ["fe80::1", "link-local"],
  ["fe80::1%eth0", "link-local with a zone"],
  ["fec0::1", "site-local"],
  ["ff02::1", "multicast"],
  ["", "empty"],
  ["localhost", "a name"],
  ["127.1", "a short form"],
  ["0x7f000001", "hexadecimal"],
] as const;

test.each(NOT_PUBLIC)("%s is not public (%s)", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  "1.1.1.1",
  "8.8.8.8",
  "93.184.216.34",
  "172.15.255.255",
  "172.32.0.1",
  "100.63.255.255",
  "100.128.0.1",
  "168.63.129.17",
  "198.20.0.1",
  "223.255.255.255",
  "2001:4860:4860::8888",
  "2606:4700:4700::1111",
  "2a00:1450:4001::1",
  "::ffff:8.8.8.8",
])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

describe("addresses are judged as a browser reads them", () => {
  test.each([
    ["http://2130706433/", "decimal"],
    ["http://017700000001/", "octal"],
    ["http://0177.0.0.1/", "octal part"],
    ["http://0x7f000001/", "hexadecimal"],
    ["http://0x7f.1/", "hexadecimal and short"],
    ["http://127.1/", "short"],
    ["http://0/", "zero"],
    ["http://127.0.0.1./", "trailing dot"],
    ["http://①②⑦.⓪.⓪.①/", "enclosed digits"],
    ["http://127。0。0。1/", "ideographic dots"],
    ["http://１２７.0.0.1/", "full-width digits"],
    ["http://[::1]/", "IPv6 loopback"],
    ["http://[::ffff:127.0.0.1]/", "mapped"],
    ["http://[0:0:0:0:0:ffff:7f00:1]/", "mapped, long"],
    ["http://[::7f00:1]/", "compatible"],
    ["http://[64:ff9b::a9fe:a9fe]/", "NAT64 metadata"],
    ["http://169.254.169.254/latest/meta-data/", "metadata"],
    ["http://2852039166/", "metadata in decimal"],
    ["http://168.63.129.16/", "Azure WireServer"],
    ["http://localhost/", "localhost"],
    ["http://LOCALHOST./", "localhost with a dot"],
    ["http://sample.localhost/", "a name under localhost"],
    ["http://printer.local/", "mDNS"],
    ["http://metadata.google.internal/", "GCP metadata"],
    ["http://example.org:22/", "a port that is not for the web"],
    ["http://example.org:6379/", "Redis"],
    ["http://user:secret@example.org/", "credentials"],
    ["http://user@example.org/", "a user name"],
    ["ftp://example.org/", "another scheme"],
    ["file:///etc/passwd", "a file"],
    ["javascript:alert(1)", "a script"],
    ["data:image/png;base64,AA==", "data"],
    ["gopher://example.org/", "gopher"],
    [`http://example.org/${"a".repeat(2_100)}`, "too long"],
    ["http://[fe80::1%25eth0]/", "a zone"],
    ["http://exa mple.org/", "not an address"],
    ["", "nothing"],
  ])("%s is blocked (%s)", (address) => {
    expect(() => parseFetchable(address, STRICT)).toThrow(
      expect.objectContaining({ outcome: "blocked-address", isRetryable: false }),
    );
  });

  test.each([
    "http://example.org/",
    "https://example.org:8443/a?b=c",
    "http://8.8.8.8/",
    "http://[2606:4700:4700::1111]:8080/",
    "https://localhost.example.org/",
    "https://constructor/",
  ])("%s may be tried", (address) => {
    expect(() => assertFetchable(new URL(address), STRICT)).not.toThrow();
  });
});

test("an operator's entry opens exactly its host and port", () => {
  const policy = { allowedPrivateHosts: ["127.0.0.1:9000", "minio.internal:9000", "[::1]:80"] };
  const isOpen = (address: string) => {
    try {
      assertFetchable(new URL(address), policy);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(FetchError);
      return false;
    }
  };
  expect(isOpen("http://127.0.0.1:9000/x")).toBe(true);
  expect(isOpen("http://2130706433:9000/x")).toBe(true);
  expect(isOpen("http://minio.internal:9000/x")).toBe(true);
  expect(isOpen("http://[::1]/")).toBe(true);
  expect(isOpen("http://127.0.0.1:9001/")).toBe(false);
  expect(isOpen("http://127.0.0.2:9000/")).toBe(false);
  expect(isOpen("http://127.0.0.1/")).toBe(false);
  expect(isOpen("http://a.minio.internal:9000/")).toBe(false);
});

test("a fixed host is open by its name on port 80 over plain http, and by nothing else", () => {
  const policy = {
    allowedPrivateHosts: [],
    fixedHosts: { "sample.localhost": { address: "127.0.0.1", port: 4000 } },
  };
  expect(() => assertFetchable(new URL("http://sample.localhost/a.jpg"), policy)).not.toThrow();
  for (const address of [
    "https://sample.localhost/",
    "http://sample.localhost:8080/",
    "http://other.localhost/",
    "http://127.0.0.1:4000/",
  ])
    expect(() => assertFetchable(new URL(address), policy)).toThrow(FetchError);
});
