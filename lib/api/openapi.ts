import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { OPERATIONS } from "@/lib/contract";
import { carriesBody, creates, type Operation, pathParams } from "@/lib/contract/operation";
import { type ErrorCode, statusOf, titleOf } from "@/lib/errors";
import { Problem } from "./problem";

const pick = (op: Operation, names: string[]) =>
  z.object(
    Object.fromEntries(
      names.flatMap((name) => {
        const field = op.input.shape[name];
        return field ? [[name, field]] : [];
      }),
    ),
  );

const CONTENT_TYPES = {
  json: "application/json",
  bytes: "application/octet-stream",
  events: "text/event-stream",
  markdown: "text/markdown",
} as const;

function success(op: Operation) {
  if (op.status === 204) return { description: "Done" };
  const answers = op.answers ?? "json";
  const schema = answers === "json" ? op.output : z.string();
  return { description: op.summary, content: { [CONTENT_TYPES[answers]]: { schema } } };
}

/** What a body may be refused with before it is looked at. */
const UNREADABLE = ["malformed-request", "payload-too-large", "unsupported-media-type"] as const;

/** Every code an operation can answer: its own, and those that come with being one. */
function problems(op: Operation): ErrorCode[] {
  const needsKey = op.scope === "public" ? [] : (["unauthenticated", "forbidden"] as const);
  return [
    ...new Set<ErrorCode>([
      ...op.errors,
      ...needsKey,
      ...(creates(op) ? (["conflict"] as const) : []),
      ...(carriesBody(op) ? UNREADABLE : []),
      "validation-failed",
      "too-many-requests",
      "internal",
      "unavailable",
    ]),
  ];
}

function requestBody(op: Operation, fields: string[]) {
  if (op.body === "multipart") {
    const file = z.string().meta({ format: "binary", description: "A file; repeatable." });
    const schema = z.object({ file, ...pick(op, fields).partial().shape });
    return { required: true, content: { "multipart/form-data": { schema } } };
  }
  return { content: { "application/json": { schema: pick(op, fields).strict() } } };
}

function documented(op: Operation) {
  const inPath = pathParams(op.path);
  const rest = Object.keys(op.input.shape).filter((name) => !inPath.includes(name));
  const hasQuery = !carriesBody(op) && rest.length > 0;
  const header = z.object({ "Idempotency-Key": z.string().max(255).optional() });
  const codesByStatus = Map.groupBy(problems(op), statusOf);
  return {
    operationId: op.id,
    summary: op.summary,
    tags: [op.tag],
    ...(op.scope !== "public" && op.scope !== "any" && { description: `Scope: ${op.scope}` }),
    security: op.scope === "public" ? [] : [{ bearer: [] }, { apiKey: [] }],
    requestParams: {
      ...(inPath.length > 0 && { path: pick(op, inPath) }),
      ...(hasQuery && { query: pick(op, rest) }),
      ...(creates(op) && { header }),
    },
    ...(carriesBody(op) && rest.length > 0 && { requestBody: requestBody(op, rest) }),
    responses: {
      [op.status]: success(op),
      ...Object.fromEntries(
        [...codesByStatus].map(([status, codes]) => [
          status,
          {
            description: codes.map(titleOf).join(" · "),
            content: { "application/problem+json": { schema: Problem } },
          },
        ]),
      ),
    },
  };
}

/** The API as OpenAPI 3.1, derived from OPERATIONS and from nothing else. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const op of OPERATIONS)
    paths[op.path] = { ...paths[op.path], [op.method.toLowerCase()]: documented(op) };
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "PixCrawler",
      version: "1",
      description: "Keywords in; a clean, licensed, downloadable image dataset out.",
    },
    servers: [{ url: "/api/v1" }],
    // The paths are built from OPERATIONS above, in the shape that createDocument takes.
    paths: paths as ZodOpenApiPathsObject,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API key or a Supabase token." },
        apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
      },
    },
  });
}

export const getOpenApi = async () => ({ ...openApiDocument() });
