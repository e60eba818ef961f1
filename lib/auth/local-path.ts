const BASE = "http://local.invalid";

/** `value` when it is a path on this site, so that a link cannot lead away from it; else `fallback`. */
export function localPath(value: unknown, fallback: string): string {
  if (typeof value !== "string" || value.length > 2048 || !/^\/(?![/\\])/.test(value))
    return fallback;
  const url = URL.parse(value, BASE);
  if (url?.origin !== BASE) return fallback;
  const path = url.pathname + url.search + url.hash;
  return path.startsWith("//") ? fallback : path; // "/.//evil.example" only now shows what it is
}
