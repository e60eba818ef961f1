import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import type { Context } from "@/lib/auth/context";
import type { Operation } from "@/lib/contract/operation";
import { grants } from "@/lib/domain/scope";
import { isStorable } from "@/lib/domain/storable-text";
import { AppError } from "@/lib/errors";

/** A service function: one operation's use case. It throws AppError and never builds a Response. */
export type Handler<I extends z.ZodObject, O extends z.ZodType> = (
  ctx: Context,
  input: z.output<I>,
) => Promise<z.input<O>>;

const ANONYMOUS: Actor = { kind: "anonymous", scopes: new Set() };

/** Names the first thing that is missing: credentials (401), then the scope (403). */
function authorise(op: Operation, actor: Actor | null): Actor {
  if (op.scope === "public") return actor ?? ANONYMOUS;
  if (!actor || actor.kind === "anonymous")
    throw new AppError("unauthenticated", "Sign in, or send an API key.");
  if (op.scope !== "any" && !grants(actor.scopes, op.scope))
    throw new AppError("forbidden", `This needs the scope ${op.scope}.`);
  return actor;
}

/** "#/keywords/0" for a body or query value; unknown names are listed each with its own pointer. */
function validationErrors(issues: z.core.$ZodIssue[]) {
  return issues.flatMap((issue) => {
    const at = `#/${issue.path.map(String).join("/")}`;
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        pointer: `${at}${at.endsWith("/") ? "" : "/"}${key}`,
        detail: "This name is not known here.",
      }));
    return { pointer: at, detail: issue.message };
  });
}

/** Where a text stands that Postgres cannot hold. */
function unstorablePointers(value: unknown, at = "#"): string[] {
  if (typeof value === "string") return isStorable(value) ? [] : [at];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => unstorablePointers(part, `${at}/${name}`));
}

const UNSTORABLE = "Must not contain NUL, nor half of a surrogate pair.";

export function parseInput<I extends z.ZodType>(schema: I, raw: unknown): z.output<I> {
  const parsed = schema.safeParse(raw);
  const errors = parsed.success
    ? unstorablePointers(parsed.data).map((pointer) => ({ pointer, detail: UNSTORABLE }))
    : validationErrors(parsed.error.issues);
  if (parsed.success && errors.length === 0) return parsed.data;
  const [first] = errors;
  throw new AppError(
    "validation-failed",
    first ? `${first.pointer}: ${first.detail}` : "The request is not valid.",
    { details: { errors } },
  );
}

/** Scope check and input parse, for answers that are not JSON. */
export function admit<I extends z.ZodObject>(
  op: Operation<I>,
  caller: Actor | null,
  raw: unknown,
  meta: { requestId: string; signal: AbortSignal },
): { ctx: Context; input: z.output<I> } {
  const actor = authorise(op as unknown as Operation, caller);
  const adapted = op.adapt ? parseInput(op.adapt, raw) : raw;
  return { ctx: { actor, ...meta }, input: parseInput(op.input, adapted) };
}

/** Scope check → parse input → run → parse output. Every transport goes through here. */
export async function call<I extends z.ZodObject, O extends z.ZodType>(
  op: Operation<I, O>,
  handler: Handler<I, O>,
  caller: Actor | null,
  raw: unknown,
  meta: { requestId: string; signal: AbortSignal },
): Promise<z.output<O>> {
  const { ctx, input } = admit(op, caller, raw, meta);
  return op.output.parse(await handler(ctx, input)) as z.output<O>;
}
