import type { z } from "zod";
import type { Scope } from "@/lib/domain/scope";
import type { ErrorCode } from "@/lib/errors";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** What the API promises about one endpoint. Routes, actions, the OpenAPI document and the client derive from it. */
export interface Operation<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly method: Method;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly tag: string;
  /** `public` needs no credentials; `any` needs credentials but no particular scope. */
  readonly scope: Scope | "public" | "any";
  readonly input: I;
  readonly output: O;
  readonly status: 200 | 201 | 202 | 204;
  readonly errors: readonly ErrorCode[];
  /** How the body is sent (default json); `multipart` is read as a stream by its own route. */
  readonly body?: "json" | "multipart";
  /** Parses another known form of the input into this one, and leaves everything else as it is. */
  readonly adapt?: z.ZodType;
  /** What is answered (default json); the others are written by their own route. */
  readonly answers?: "json" | "bytes" | "events" | "markdown";
}

/** An operation of strict inputs: unknown query parameters and body fields are refused. */
export const operation = <I extends z.ZodObject, O extends z.ZodType>(
  op: Operation<I, O>,
): Operation<I, O> => ({ ...op, input: op.input.strict() as unknown as I });

/** Names in the path template, e.g. "/datasets/{datasetId}" → ["datasetId"]. */
export const pathParams = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");

export const carriesBody = (op: Operation): boolean =>
  op.method !== "GET" && op.method !== "DELETE";

/** A POST that answers 201 or 202 creates something, and so takes an Idempotency-Key. */
export const creates = (op: Operation): boolean =>
  op.method === "POST" && (op.status === 201 || op.status === 202) && op.body !== "multipart";
