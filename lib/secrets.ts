import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "./env";
import { forgetProcessGlobal, processGlobal } from "./process-global";

const VERSION = "v1";
const MIN_SECRET_CHARS = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a secret belongs to: sealed for one, it opens for no other. The purpose has a key of its own. */
export interface Seal {
  readonly purpose: string;
  /** Such as the owner's id; bound as associated data. */
  readonly about: readonly string[];
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && "code" in error && error.code === code;

async function readSecret(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** A hard link makes the whole file or fails: of several processes that start at once, one wins. */
async function createSecret(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const secret = randomBytes(KEY_BYTES).toString("base64url");
  try {
    await writeFile(draft, `${secret}\n`, { mode: 0o600, flag: "wx", flush: true });
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function loadSecret(): Promise<string> {
  const { SECRETS_KEY, DATA_DIR } = env();
  const path = join(DATA_DIR, "secrets.key");
  if (!SECRETS_KEY) {
    await mkdir(DATA_DIR, { recursive: true });
    if ((await readSecret(path)) === null) await createSecret(path);
  }
  const secret = SECRETS_KEY ?? (await readSecret(path)) ?? "";
  if (secret.length >= MIN_SECRET_CHARS) return secret;
  throw new Error(`${path} must have at least ${MIN_SECRET_CHARS} random characters.`);
}

/** SECRETS_KEY, else the secret in `<DATA_DIR>/secrets.key` (0600), made at first use. */
const secret = (): Promise<string> =>
  processGlobal("secret", () =>
    loadSecret().catch((error: unknown) => {
      forgetProcessGlobal("secret");
      throw error;
    }),
  );

const keyOf = async (purpose: string): Promise<Buffer> =>
  Buffer.from(hkdfSync("sha256", await secret(), "", `pixcrawler ${purpose}`, KEY_BYTES));

const associated = ({ about }: Seal) => Buffer.from(JSON.stringify([VERSION, ...about]));

/** AES-256-GCM, as text that is safe in a URL: `v1.<nonce, tag and ciphertext>`. */
export async function seal(text: string, about: Seal): Promise<string> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", await keyOf(about.purpose), nonce);
  cipher.setAAD(associated(about));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** What was sealed; null when it was changed, belongs to something else, or was sealed under another secret. */
export async function unseal(sealed: string, about: Seal): Promise<string | null> {
  const [version, body = ""] = sealed.split(".");
  const bytes = Buffer.from(body, "base64url");
  if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", await keyOf(about.purpose), nonce);
  decipher.setAAD(associated(about));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
