import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetProcessGlobal } from "@/lib/process-global";
import { seal, unseal } from "@/lib/secrets";

const ABOUT = { purpose: "tests", about: ["me", "flickr"] };
let folder: string;
/** As a process that has just started. */
function restart(settings: Record<string, string> = {}): void {
  vi.stubEnv("SECRETS_KEY", settings.SECRETS_KEY ?? "");
  vi.stubEnv("DATA_DIR", folder);
  forgetProcessGlobal("env");
  forgetProcessGlobal("secret");
}
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "secrets-")), "data");
  restart();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  forgetProcessGlobal("env");
  forgetProcessGlobal("secret");
  await rm(join(folder, ".."), { recursive: true, force: true });
});

test("what was sealed opens again after a restart, and does not show through", async () => {
  const sealed = await seal("a secret, ünd more", ABOUT);
  expect(sealed).toMatch(/^v1\.[\w-]+$/);
  expect(Buffer.from(sealed.slice(3), "base64url").toString()).not.toContain("secret");
  expect(await seal("a secret, ünd more", ABOUT)).not.toBe(sealed);
  restart();
  expect(await unseal(sealed, ABOUT)).toBe("a secret, ünd more");
});

test("nothing opens for another owner, source or purpose, or after any change", async () => {
  const sealed = await seal("secret", ABOUT);
  for (const wrong of [
    { ...ABOUT, about: ["you", "flickr"] },
    { ...ABOUT, about: ["me", "brave"] },
    { ...ABOUT, about: ["me,flickr"] },
    { ...ABOUT, purpose: "others" },
  ])
    expect(await unseal(sealed, wrong)).toBeNull();
  const bytes = Buffer.from(sealed.slice(3), "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await unseal(`v1.${changed.toString("base64url")}`, ABOUT)).toBeNull();
  }
  for (const text of ["", "v1", "v1.", "v1.AAAA", sealed.replace("v1", "v2"), "nonsense"])
    expect(await unseal(text, ABOUT)).toBeNull();
});

test("the secret is made once, however many start at once, and only its owner can read it", async () => {
  const all = await Promise.all(
    Array.from({ length: 8 }, () => {
      forgetProcessGlobal("secret");
      return seal("secret", ABOUT);
    }),
  );
  expect(await readdir(folder)).toEqual(["secrets.key"]);
  expect((await stat(join(folder, "secrets.key"))).mode & 0o777).toBe(0o600);
  expect((await readFile(join(folder, "secrets.key"), "utf8")).trim().length).toBe(43);
  restart();
  for (const sealed of all) expect(await unseal(sealed, ABOUT)).toBe("secret");
});

test("SECRETS_KEY takes the place of the file, and must be long", async () => {
  restart({ SECRETS_KEY: "0123456789abcdef0123456789abcdef" });
  const sealed = await seal("secret", ABOUT);
  await expect(readdir(folder)).rejects.toThrow("ENOENT");
  restart();
  expect(await unseal(sealed, ABOUT)).toBeNull();
  restart({ SECRETS_KEY: "short" });
  await expect(seal("secret", ABOUT)).rejects.toThrow("SECRETS_KEY: needs 32 characters at least");
});
