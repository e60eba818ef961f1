import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
} from "jose";
import { z } from "zod";
import { env } from "@/lib/env";
import { forgetProcessGlobal, processGlobal } from "@/lib/process-global";

const Jwk = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
});
const StoredKeys = z.object({
  signingKey: Jwk,
  /** 32 bytes, base64url. */
  secret: z.base64url().length(43),
  anonKey: z.string(),
  serviceRoleKey: z.string(),
});
type StoredKeys = z.infer<typeof StoredKeys>;

/** What the embedded auth signs with; one set per data directory. */
export interface AuthKeys {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The key set that `/.well-known/jwks.json` publishes. */
  readonly jwks: { readonly keys: readonly Record<string, unknown>[] };
  readonly kid: string;
  /** For what only this server checks: refresh tokens and mailed codes. */
  readonly secret: Buffer;
  readonly anonKey: string;
  readonly serviceRoleKey: string;
}

async function generate(): Promise<StoredKeys> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const apiKey = (role: string) =>
    new SignJWT({ role })
      .setProtectedHeader({ alg: "ES256", kid, typ: "JWT" })
      .setIssuer("pixcrawler")
      .setIssuedAt()
      .setExpirationTime("10 years")
      .sign(privateKey);
  return StoredKeys.parse({
    signingKey: { ...jwk, kid },
    secret: randomBytes(32).toString("base64url"),
    anonKey: await apiKey("anon"),
    serviceRoleKey: await apiKey("service_role"),
  });
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && "code" in error && error.code === code;

async function readKeys(path: string): Promise<StoredKeys | undefined> {
  try {
    return StoredKeys.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw new Error(`${path} cannot be read; restore it, or delete it to sign everybody out`, {
      cause: error,
    });
  }
}

/** A hard link either makes the whole file or fails: of several processes that start at once, one wins. */
async function createKeys(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, JSON.stringify(await generate()), {
      mode: 0o600,
      flag: "wx",
      flush: true,
    });
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function loadKeys(): Promise<AuthKeys> {
  const folder = join(env().DATA_DIR, "auth");
  const path = join(folder, "keys.json");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await readKeys(path))) await createKeys(path);
  const stored = await readKeys(path);
  if (!stored) throw new Error(`${path} disappeared`);
  const { d: _, ...shown } = stored.signingKey;
  const [privateKey, publicKey] = await Promise.all([
    importJWK(stored.signingKey, "ES256"),
    importJWK(shown, "ES256"),
  ]);
  return {
    privateKey: privateKey as CryptoKey, // an EC key never imports as bytes
    publicKey: publicKey as CryptoKey,
    jwks: { keys: [{ ...shown, alg: "ES256", use: "sig", key_ops: ["verify"], ext: true }] },
    kid: shown.kid,
    secret: Buffer.from(stored.secret, "base64url"),
    anonKey: stored.anonKey,
    serviceRoleKey: stored.serviceRoleKey,
  };
}

/** The keys in `<DATA_DIR>/auth/keys.json` (0600), made at first use. */
export const authKeys = (): Promise<AuthKeys> =>
  processGlobal("embedded-auth-keys", () =>
    loadKeys().catch((error: unknown) => {
      forgetProcessGlobal("embedded-auth-keys");
      throw error;
    }),
  );
