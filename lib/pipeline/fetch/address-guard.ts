import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { buildConnector } from "undici";
import { FetchError } from "../fetch-error";

/** What may be reached besides the public internet. */
export interface FetchPolicy {
  /** Exact `host:port` (IPv6 in brackets) an operator vouches for, at any port. Nothing else private is ever reached. */
  readonly allowedPrivateHosts: readonly string[];
  /** Ports of public hosts; 80, 443, 8080 and 8443 unless told. */
  readonly allowedPorts?: readonly number[];
  /** Plain-http names on port 80 that stand for a listener of this very process. Read at each connection. */
  readonly fixedHosts?: Readonly<
    Record<string, { readonly address: string; readonly port: number }>
  >;
}

const DEFAULT_PORTS: readonly number[] = [80, 443, 8080, 8443];
const MAX_URL_LENGTH = 2_048;
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal)$/;
/** Azure's WireServer answers on this address, which is otherwise an ordinary public one. */
const AZURE_WIRE_SERVER = "168.63.129.16";
/** The only IPv6 space handed out for the public internet (IANA); ipaddr.js calls some addresses outside of it unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Whether an IP address (no brackets) belongs to the public internet. Anything that is not an address does not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  const ip = ipaddr.process(address);
  if (ip.range() !== "unicast") return false;
  if (ip instanceof ipaddr.IPv6) return ip.match(GLOBAL_UNICAST);
  return ip.toString() !== AZURE_WIRE_SERVER;
}

const portOf = (protocol: string, port: string): number =>
  Number(port) || (protocol === "https:" ? 443 : 80);

/** `name:port`, the key that politeness and the operator's list go by. */
export const hostKey = (url: URL): string => `${url.hostname}:${portOf(url.protocol, url.port)}`;

function fixedHost(policy: FetchPolicy, protocol: string, hostname: string, port: number) {
  const hosts = policy.fixedHosts ?? {};
  const isFixed = protocol === "http:" && port === 80 && Object.hasOwn(hosts, hostname);
  return isFixed ? hosts[hostname] : undefined;
}

const blocked = (detail: string) => new FetchError("blocked-address", detail);

/** Throws FetchError("blocked-address") unless a request to `url` may be tried. Names are judged again when they resolve. */
export function assertFetchable(url: URL, policy: FetchPolicy): void {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw blocked(`${url.protocol} addresses are not fetched`);
  if (url.username || url.password) throw blocked("the address carries credentials");
  if (url.href.length > MAX_URL_LENGTH)
    throw blocked(`the address is longer than ${MAX_URL_LENGTH} characters`);
  const key = hostKey(url);
  const port = portOf(url.protocol, url.port);
  if (policy.allowedPrivateHosts.includes(key)) return;
  if (fixedHost(policy, url.protocol, url.hostname, port)) return;
  if (!(policy.allowedPorts ?? DEFAULT_PORTS).includes(port))
    throw blocked(`port ${port} is not fetched from`);
  const name = url.hostname.replace(/^\[|\]$|\.$/g, "");
  if (LOCAL_NAME.test(name)) throw blocked(`${name} is a local name`);
  if (isIP(name) !== 0 && !isPublicAddress(name)) throw blocked(`${name} is not a public address`);
}

/** `new URL` and `assertFetchable` in one; text that is no address is blocked too. */
export function parseFetchable(text: string | URL, policy: FetchPolicy): URL {
  const url = URL.parse(text);
  if (!url) throw blocked("not a valid address");
  assertFetchable(url, policy);
  return url;
}

/** Resolves a name and refuses it as soon as one of its addresses is not public: the other may be the one connected to. */
function guarded(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "");
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const bad = addresses.find(({ address }) => !isPublicAddress(address));
      if (bad) return callback(blocked(`${hostname} resolves to ${bad.address}`), "");
      const [first] = addresses;
      if (!first) return callback(blocked(`${hostname} resolves to no address`), "");
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
}

/**
 * The single way to a socket. undici calls it for each connection of every origin, so redirects and literals pass
 * here as well: literal, then name, then the address the socket really reached.
 */
export function guardedConnector(
  policy: FetchPolicy,
  {
    connectTimeoutMs,
    lookup = systemLookup,
  }: { connectTimeoutMs: number; lookup?: LookupFunction },
): buildConnector.connector {
  const settings = { timeout: connectTimeoutMs, allowH2: false };
  const connectPublic = buildConnector({ ...settings, lookup: guarded(lookup) });
  const connectVouched = buildConnector({ ...settings, lookup });

  return (options, callback) => {
    const { hostname, protocol } = options;
    const port = portOf(protocol, options.port);
    const fixed = fixedHost(policy, protocol, hostname, port);
    if (fixed)
      return connectVouched(
        { ...options, hostname: fixed.address, port: String(fixed.port) },
        callback,
      );
    const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
    if (policy.allowedPrivateHosts.includes(`${host}:${port}`))
      return connectVouched(options, callback);
    if (isIP(hostname) !== 0 && !isPublicAddress(hostname))
      return callback(blocked(`${hostname} is not a public address`), null);
    connectPublic(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      const reached = socket.remoteAddress;
      if (reached === undefined || isPublicAddress(reached)) return callback(null, socket);
      socket.destroy();
      callback(blocked(`${hostname} was reached at ${reached}`), null);
    });
  };
}
