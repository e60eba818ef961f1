import { z } from "zod";
import { carriesBody, creates, type Operation, pathParams } from "@/lib/contract/operation";

export interface Parameter {
  name: string;
  place: "path" | "query" | "body" | "header";
  type: string;
  isRequired: boolean;
  description: string | null;
  fallback: string | null;
}

interface Schema {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
}

/** A JSON schema in a few words: `string[]`, `"zip"`, `integer 1–200`, `uuid or null`. */
function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split("/").at(-1) ?? "object";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.items) {
    const item = typeOf(schema.items);
    return item.includes(" ") ? `(${item})[]` : `${item}[]`;
  }
  const { minimum, maximum, maxLength } = schema;
  const name = schema.format ?? schema.type ?? "any";
  if (minimum !== undefined && maximum !== undefined) return `${name} ${minimum}–${maximum}`;
  return maxLength === undefined ? name : `${name}, at most ${maxLength}`;
}

/** What a caller sends: every field of the operation's input, where it goes and what it may hold. */
export function parametersOf(op: Operation): Parameter[] {
  // The registry's ids would turn nested schemas into references; the reference shows them by name.
  const schema = z.toJSONSchema(op.input, { io: "input", unrepresentable: "any" });
  const inPath = new Set(pathParams(op.path));
  const rest = carriesBody(op) ? "body" : "query";
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]): Parameter => {
    const described = field as Schema;
    return {
      name,
      place: inPath.has(name) ? "path" : rest,
      type: typeOf(described),
      isRequired: schema.required?.includes(name) ?? false,
      description: described.description ?? null,
      fallback: described.default === undefined ? null : JSON.stringify(described.default),
    };
  });
  if (op.body === "multipart") fields.push(FILE);
  if (creates(op)) fields.push(IDEMPOTENCY_KEY);
  return fields;
}

const FILE: Parameter = {
  name: "file",
  place: "body",
  type: "file",
  isRequired: true,
  description: "Sent as multipart/form-data.",
  fallback: null,
};
const IDEMPOTENCY_KEY: Parameter = {
  name: "Idempotency-Key",
  place: "header",
  type: "string",
  isRequired: false,
  description: "The same key and body give the first answer again, for 24 hours.",
  fallback: null,
};

/** Values that make a required field of an example readable. */
const EXAMPLES: Record<string, unknown> = {
  name: "Shore birds",
  keywords: ["oystercatcher", { keyword: "sanderling", label: "sanderling" }],
  sources: ["openverse"],
  scopes: ["datasets:read"],
  token: "<token>",
  projectIds: ["<projectId>"],
  datasetId: "<datasetId>",
};

/** A call that can be pasted into a shell once its `<…>` are filled in. */
export function curlOf(op: Operation, baseUrl: string): string {
  const path = op.path.replace(/\{(\w+)\}/g, "<$1>");
  const required = parametersOf(op).filter((field) => field.isRequired && field.place === "body");
  const body = Object.fromEntries(required.map(({ name }) => [name, EXAMPLES[name] ?? "…"]));
  const parts = [
    `curl${op.method === "GET" ? "" : ` -X ${op.method}`} "${baseUrl}/api/v1${path}"`,
    ...(op.scope === "public" ? [] : ['-H "Authorization: Bearer $PIXCRAWLER_KEY"']),
    ...(op.body === "multipart" ? ["-F file=@urls.csv"] : []),
    ...(carriesBody(op) && op.body !== "multipart"
      ? ['-H "Content-Type: application/json"', `-d '${JSON.stringify(body)}'`]
      : []),
    ...(op.answers === "bytes" ? ["-OJ"] : []),
    ...(op.answers === "events" ? ["-N"] : []),
  ];
  return parts.join(" \\\n  ");
}

/** The named schema of the answer, or what kind of bytes it is. */
export function answerOf(op: Operation): string {
  if (op.status === 204) return "nothing";
  if (op.answers === "bytes") return "the file’s bytes";
  if (op.answers === "events") return "text/event-stream";
  if (op.answers === "markdown") return "text/markdown";
  const name = op.output.meta()?.id;
  if (name) return name;
  return op.output instanceof z.ZodObject
    ? `{ ${Object.keys(op.output.shape).join(", ") || "…"} }`
    : op.output.type;
}
