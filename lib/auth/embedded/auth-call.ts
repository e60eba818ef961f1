import ipaddr from "ipaddr.js";
import { z } from "zod";
import { AuthError } from "./auth-error";

const MAX_BODY_BYTES = 64 * 1024;
const MAX_METADATA_CHARACTERS = 4096;

/** One request to the embedded auth, as its handlers see it. */
export interface AuthCall {
  readonly url: URL;
  readonly headers: Headers;
  /** The caller's address (for IPv6 its /64 network), or "unknown". */
  readonly clientIp: string;
  /** The JSON body; a bad one is refused. */
  body<T>(schema: z.ZodType<T>): Promise<T>;
}

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Unable to validate email address: invalid format"));

/** Metadata travels in every access token and so in every cookie: it has to stay small. */
export const Metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => JSON.stringify(value).length <= MAX_METADATA_CHARACTERS, "Metadata too large");

/** PKCE. The client libraries send null where the flow does not use it; `plain` is not offered. */
export const Challenge = {
  code_challenge: z
    .string()
    .regex(/^[\w-]{43,128}$/)
    .nullish(),
  code_challenge_method: z.literal(["s256", "S256"]).nullish(),
};

/** The last entry of X-Forwarded-For is the one that our own server or proxy wrote. */
function clientIp(headers: Headers): string {
  const given = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  if (!ipaddr.isValid(given)) return "unknown";
  const address = ipaddr.process(given);
  if (address.kind() === "ipv4") return address.toString();
  return `${address.toNormalizedString().split(":").slice(0, 4).join(":")}::/64`;
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES)
      throw new AuthError(413, "validation_failed", "Request body too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function authCall(request: Request): AuthCall {
  return {
    url: new URL(request.url),
    headers: request.headers,
    clientIp: clientIp(request.headers),
    async body(schema) {
      const text = await readText(request);
      let json: unknown;
      try {
        json = JSON.parse(text || "{}");
      } catch {
        throw new AuthError(400, "bad_json", "Could not parse request body as JSON");
      }
      return parseAs(schema, json);
    },
  };
}

export function parseAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".");
  throw new AuthError(
    400,
    "validation_failed",
    `${where ? `${where}: ` : ""}${issue?.message ?? "Invalid request"}`,
  );
}

export const bearerToken = (headers: Headers): string | undefined =>
  /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
