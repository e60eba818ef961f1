import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { env, SETTINGS } from "@/lib/env";
import { forgetProcessGlobal } from "@/lib/process-global";

const lines = readFileSync(".env.example", "utf8").split("\n");
const SETTING = /^(?:# ?)?([A-Z][A-Z0-9_]*)=(.*)$/;

/** The settings of `.env.example`, each with the value that is shown, and whether a comment tells about it. */
const shown = lines.flatMap((line, index) => {
  const [, name, rest = ""] = SETTING.exec(line) ?? [];
  if (!name) return [];
  const [value = "", note = ""] = rest.split(/\s+#\s/);
  const before = lines.slice(0, index).findLast((each) => !SETTING.test(each)) ?? "";
  const isTold = note !== "" || /^#+ .{10,}/.test(before);
  return [{ name, value: value.trim().replace(/^(["'])(.*)\1$/, "$2"), isTold }];
});
const names = shown.map(({ name }) => name);

describe(".env.example", () => {
  test("shows every setting", () => {
    expect(SETTINGS.filter((name) => !names.includes(name))).toEqual([]);
  });

  test("shows nothing that is no setting, and nothing twice", () => {
    expect(names.filter((name) => !SETTINGS.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test("tells in a comment what each setting is for", () => {
    expect(shown.filter(({ isTold }) => !isTold).map(({ name }) => name)).toEqual([]);
  });

  test("holds no secret", () => {
    const secret = /KEY|SECRET|TOKEN|PASSWORD/;
    expect(shown.filter(({ name, value }) => secret.test(name) && value !== "")).toEqual([]);
  });
});

describe("the settings", () => {
  beforeEach(() => {
    for (const name of SETTINGS) vi.stubEnv(name, undefined);
    forgetProcessGlobal("env");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    forgetProcessGlobal("env");
  });

  test("are all optional", () => {
    expect(env()).toMatchObject({ PORT: 3000, DATA_DIR: ".data", RUN_QUEUES: "in-process" });
  });

  test("that are empty count as not given", () => {
    const nothing = env();
    for (const name of SETTINGS.filter(
      (each) => !/^(NODE_ENV|LOG_LEVEL|STORAGE_PROVIDER|RUN_QUEUES)$/.test(each),
    ))
      vi.stubEnv(name, "");
    forgetProcessGlobal("env");
    expect(env()).toEqual(nothing);
  });

  test("shown in .env.example are good as they stand", () => {
    for (const { name, value } of shown) vi.stubEnv(name, value);
    expect(() => env()).not.toThrow();
  });

  test("that are wrong are named all at once", () => {
    vi.stubEnv("PORT", "70000");
    vi.stubEnv("SUPABASE_URL", "ftp://x");
    vi.stubEnv("SOURCE_BASE_URLS", "{");
    expect(() => env()).toThrow(/PORT[\s\S]*SUPABASE_URL[\s\S]*SOURCE_BASE_URLS/);
  });

  test("that are read nowhere else: only lib/env.ts knows process.env", () => {
    vi.stubEnv("PORT", "4000");
    expect(env().PORT).toBe(4000);
    vi.stubEnv("PORT", "5000");
    expect(env().PORT).toBe(4000);
  });
});
