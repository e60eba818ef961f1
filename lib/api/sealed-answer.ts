import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Only who sends the Idempotency-Key again can derive this. */
const secretOf = (idempotencyKey: string, ownerId: string): Buffer =>
  Buffer.from(hkdfSync("sha256", idempotencyKey, ownerId, "pixcrawler idempotency", 32));

/**
 * An answer may hold a secret that is shown once, so the database keeps it unreadable: AES-256-GCM
 * under a key derived from the Idempotency-Key, which itself is stored only as a hash.
 */
export function sealAnswer(answer: unknown, idempotencyKey: string, ownerId: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", secretOf(idempotencyKey, ownerId), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(answer ?? null)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64");
}

export function openAnswer(sealed: string, idempotencyKey: string, ownerId: string): unknown {
  const bytes = Buffer.from(sealed, "base64");
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", secretOf(idempotencyKey, ownerId), nonce);
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  return JSON.parse(Buffer.concat([text, decipher.final()]).toString("utf8"));
}
