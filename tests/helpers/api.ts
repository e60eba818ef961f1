import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import type { z } from "zod";
import { urlOf } from "@/components/api";
import { openQueues } from "@/jobs";
import { boss } from "@/jobs/define-queue";
import type { Problem } from "@/lib/api/problem";
import { mintApiKey } from "@/lib/auth/api-key";
import { createSessionClient } from "@/lib/auth/supabase";
import { carriesBody, type Operation, pathParams } from "@/lib/contract/operation";
import { insertApiKey } from "@/lib/db/api-keys";
import { insertAuthUser } from "@/lib/db/auth-users";
import { db } from "@/lib/db/client";
import { type Scope, USER_SCOPES } from "@/lib/domain/scope";

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;

const ROOT = join(process.cwd(), "app/api/v1");
/** A fixed segment wins over a parameter, as in Next.js. */
const ROUTES = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts"))
  .map((file) => ({
    file: join(ROOT, file),
    names: [...file.matchAll(/\[(\w+)\]/g)].map(([, name]) => name ?? ""),
    pattern: new RegExp(
      `^/${dirname(file)
        .replaceAll(".", "\\.")
        .replace(/\[\w+\]/g, "([^/]+)")}$`,
    ),
  }))
  .sort((a, b) => a.names.length - b.names.length);

export interface CallOptions {
  readonly key?: string;
  readonly token?: string;
  readonly cookie?: string;
  /** Objects are sent as JSON, anything else as it is. */
  readonly body?: object | string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

const isRaw = (body: NonNullable<CallOptions["body"]>): body is BodyInit & object =>
  typeof body === "string" || body instanceof FormData || body instanceof ReadableStream;

/** Calls the exported method of the route file that serves `path` (below /api/v1, with its query). */
export async function call(method: string, path: string, options: CallOptions = {}) {
  const { key, token, cookie, body, signal } = options;
  const url = new URL(`http://localhost:3000/api/v1${path}`);
  const at = url.pathname.replace(/^\/api\/v1/, "");
  const route = ROUTES.find(({ pattern }) => pattern.test(at));
  if (!route) throw new Error(`no route file serves ${path}`);
  const module: Record<string, Handler | undefined> = await import(route.file);
  const handler = module[method];
  if (!handler) throw new Error(`${route.file} has no ${method}`);
  const request = new Request(url, {
    method,
    ...(signal && { signal }),
    headers: {
      host: url.host,
      ...(key && { "x-api-key": key }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(cookie && { cookie }),
      ...(body && !isRaw(body) && { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(body && { body: isRaw(body) ? body : JSON.stringify(body) }),
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });
  const values = route.pattern.exec(at)?.slice(1).map(decodeURIComponent) ?? [];
  const params = Object.fromEntries(route.names.map((name, index) => [name, values[index] ?? ""]));
  return handler(request, { params: Promise.resolve(params) });
}

/** Calls an operation with its flat input, spread over path, query and body as the contract says. */
export function send<I extends z.ZodObject>(
  op: Operation<I>,
  input: Record<string, unknown>,
  options: CallOptions = {},
): Promise<Response> {
  const inPath = pathParams(op.path);
  const rest = Object.entries(input).filter(([name]) => !inPath.includes(name));
  const hasBody = carriesBody(op as unknown as Operation) && op.body !== "multipart";
  const path = urlOf(op, input as z.input<I>).replace(/^\/api\/v1/, "");
  return call(op.method, path, {
    ...(hasBody && rest.length > 0 && { body: Object.fromEntries(rest) }),
    ...options,
  });
}

/** Calls an operation that has to succeed; the answer has the promised status and shape. */
export async function run<I extends z.ZodObject, O extends z.ZodType>(
  op: Operation<I, O>,
  input: z.input<I>,
  options: CallOptions,
): Promise<z.output<O>> {
  const response = await send(op as unknown as Operation<I>, input, options);
  const answer: unknown = response.status === 204 ? undefined : await response.json();
  expect(response.status, JSON.stringify(answer)).toBe(op.status);
  return op.output.parse(answer) as z.output<O>;
}

/** The problem that a request was refused with. */
export async function refusal(answer: Response | Promise<Response>): Promise<Problem> {
  const response = await answer;
  const text = await response.text();
  expect(response.headers.get("content-type"), text).toBe("application/problem+json");
  const problem = JSON.parse(text) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
}

interface KeyOptions {
  readonly scopes?: readonly Scope[];
  readonly rateLimit?: number;
  readonly expiresAt?: Date;
}
/** Another API key of a person. */
export async function keyOf(ownerId: string, options: KeyOptions = {}): Promise<string> {
  const { key, ...minted } = mintApiKey();
  const scopes = [...(options.scopes ?? USER_SCOPES)];
  await insertApiKey(db(), { ownerId, name: "test", ...minted, ...options, scopes });
  return key;
}

/** An auth user with an API key: of everything a person may do, unless scopes are given. */
export async function person(options: KeyOptions = {}): Promise<{ id: string; key: string }> {
  const id = randomUUID();
  const metadata = { rawAppMetaData: {}, rawUserMetaData: {} };
  await insertAuthUser(db(), { id, email: `${id}@example.com`, ...metadata });
  return { id, key: await keyOf(id, options) };
}

/** A person who signed in with a browser: the Cookie header, and the access token within. */
export async function visitor(): Promise<{ id: string; cookie: string; token: string }> {
  const { createAdminClient } = await import("@/lib/auth/supabase");
  const account = { email: `${randomUUID()}@example.com`, password: "correct horse battery" };
  const { auth: accounts } = await createAdminClient();
  const made = await accounts.admin.createUser({ ...account, email_confirm: true });
  if (made.error) throw made.error;
  const jar = new Map<string, string>();
  const { auth } = await createSessionClient({
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    set: (name, value) => jar.set(name, value),
  });
  const { data, error } = await auth.signInWithPassword(account);
  if (error) throw error;
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  return { id: made.data.user.id, cookie, token: data.session.access_token };
}

/** Lets the tests of this file enqueue; nothing works on the queues. */
export function withQueues(): void {
  beforeAll(openQueues);
  afterAll(() => boss().stop({ graceful: false }));
}
