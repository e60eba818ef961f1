import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ID_CHARACTERS = 16;
/** 28 × log2(62) = 166 bits: a plain hash is enough, nobody can guess it. */
const SECRET_CHARACTERS = 28;
const CHECKSUM_CHARACTERS = 6;

/**
 * `pxc_<id>_<secret>`: the id finds the row, the secret proves it. The secret ends in a checksum of all
 * that precedes it, so that typing errors, and scanners for leaked keys, need no database.
 */
export const API_KEY_PATTERN = /^pxc_([0-9A-Za-z]{16})_([0-9A-Za-z]{34})$/;

const randomBase62 = (length: number) =>
  Array.from({ length }, () => BASE62[randomInt(BASE62.length)]).join("");

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  while (digits.length < CHECKSUM_CHARACTERS) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

const hashSecret = (secret: string) => createHash("sha256").update(secret).digest("hex");

/** A new key. `key` is shown once; the rest is what the row keeps. */
export function mintApiKey(): {
  key: string;
  publicId: string;
  secretHash: string;
  prefix: string;
} {
  const publicId = randomBase62(ID_CHARACTERS);
  const prefix = `pxc_${publicId}`;
  const random = randomBase62(SECRET_CHARACTERS);
  const secret = random + checksum(`${prefix}_${random}`);
  return { key: `${prefix}_${secret}`, publicId, secretHash: hashSecret(secret), prefix };
}

/** Undefined for anything that was never a key of ours. */
export function parseApiKey(text: string): { publicId: string; secret: string } | undefined {
  const [, publicId, secret] = API_KEY_PATTERN.exec(text) ?? [];
  if (!publicId || !secret) return undefined;
  const isIntact =
    checksum(text.slice(0, -CHECKSUM_CHARACTERS)) === secret.slice(SECRET_CHARACTERS);
  return isIntact ? { publicId, secret } : undefined;
}

/** In constant time. `secretHash` as `mintApiKey` made it. */
export function isSecretOf(secretHash: string, secret: string): boolean {
  const given = Buffer.from(hashSecret(secret), "hex");
  const stored = Buffer.from(secretHash, "hex");
  return stored.length === given.length && timingSafeEqual(stored, given);
}
