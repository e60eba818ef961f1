import { carriesBody, type Operation } from "@/lib/contract/operation";
import { AppError } from "@/lib/errors";

const MAX_JSON_BYTES = 2 * 1024 * 1024;

export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

/** Reads at most `maxBytes` of a body; a longer one is refused without reading on. */
async function readBody(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes)
    throw new AppError("payload-too-large", `The body may have at most ${maxBytes} bytes.`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes)
      throw new AppError("payload-too-large", `The body may have at most ${maxBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

async function jsonBody(request: Request): Promise<object> {
  const text = await readBody(request, MAX_JSON_BYTES);
  if (text === "") return {};
  if (!/^application\/([\w.-]+\+)?json\b/i.test(request.headers.get("content-type") ?? ""))
    throw new AppError("unsupported-media-type", "Send the body as application/json.");
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new AppError("malformed-request", "The body is not valid JSON.");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new AppError("validation-failed", "The body must be a JSON object.", {
      details: { errors: [{ pointer: "#/", detail: "Must be an object." }] },
    });
  return body;
}

const query = (url: URL) =>
  Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );

/** Path, then query (GET, DELETE, multipart) or JSON body, as one flat object. The path wins. */
export async function requestInput(
  op: Operation,
  request: Request,
  { params }: RouteContext,
): Promise<Record<string, unknown>> {
  const isBody = carriesBody(op) && op.body !== "multipart";
  const rest = isBody ? await jsonBody(request) : query(new URL(request.url));
  return { ...rest, ...(await params) };
}
