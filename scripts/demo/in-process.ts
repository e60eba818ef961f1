import { OPERATIONS } from "@/lib/contract";
import type { Fetch } from "./rest";

const BASE = "/api/v1";
type Bound = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;

const ROUTES = OPERATIONS.map(({ method, path }) => ({
  method,
  path,
  pattern: new RegExp(`^${BASE}${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
}));

/** Answers API requests by the route modules themselves, so that no server has to be built or to run. */
export const inProcess: Fetch = async (url, init) => {
  const { pathname } = new URL(url);
  for (const { method, path, pattern } of ROUTES) {
    const match = method === init.method ? pattern.exec(pathname) : null;
    if (!match) continue;
    const folder = path.replaceAll(/\{(\w+)\}/g, "[$1]");
    const file = new URL(`../../app${BASE}${folder}/route.ts`, import.meta.url).href;
    // A route module exports a handler under the name of each method of its path.
    const handlers = (await import(file)) as Partial<Record<string, Bound>>;
    const params = Promise.resolve({ ...match.groups });
    const response = await handlers[method]?.(new Request(url, init), { params });
    if (response) return response;
  }
  return new Response(null, { status: 404 });
};
