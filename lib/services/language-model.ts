import { z } from "zod";
import { db } from "@/lib/db/client";
import { take } from "@/lib/db/rate-limits";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 256 * 1024;
/** What one answer may cost; fifty phrases take about half of it. */
const MAX_TOKENS = 1500;

const Completion = z.looseObject({
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string() }) })).min(1),
});

export const hasLanguageModel = (): boolean => Boolean(env().LLM_BASE_URL && env().LLM_MODEL);

const failed = (detail: string, cause?: unknown) =>
  new AppError("upstream-failed", `The language model ${detail}.`, { cause });

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) throw failed("answered more than is read");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * One question to the OpenAI-compatible endpoint of LLM_BASE_URL. Counts against LLM_REQUESTS_PER_DAY over all
 * processes. Throws AppError: unavailable (not set up), limit-exceeded, upstream-failed.
 */
export async function askLanguageModel(
  prompt: { system: string; user: string },
  signal: AbortSignal,
): Promise<string> {
  const { LLM_BASE_URL, LLM_API_KEY, LLM_MODEL, LLM_REQUESTS_PER_DAY } = env();
  if (!LLM_BASE_URL || !LLM_MODEL)
    throw new AppError(
      "unavailable",
      "No language model is set up on this server (LLM_BASE_URL, LLM_MODEL).",
    );
  const verdict = await take(db(), "language-model", {
    burst: LLM_REQUESTS_PER_DAY,
    perSeconds: 86_400,
  });
  if (!verdict.isAllowed)
    throw new AppError("limit-exceeded", "The language model's daily limit is used up.", {
      retryAfter: verdict.resetSeconds,
    });
  const response = await fetch(`${LLM_BASE_URL}/chat/completions`, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    headers: {
      "content-type": "application/json",
      ...(LLM_API_KEY && { authorization: `Bearer ${LLM_API_KEY}` }),
    },
    body: JSON.stringify({
      model: LLM_MODEL,
      max_tokens: MAX_TOKENS,
      temperature: 0.3,
      messages: [
        { role: "system", content: prompt.system },
        { role: "user", content: prompt.user },
      ],
    }),
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw failed(isLate ? "did not answer in time" : "could not be reached", error);
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw failed(`answered with status ${response.status}`);
  }
  const text = await readBounded(response).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error instanceof AppError ? error : failed("broke off its answer", error);
  });
  const completion = Completion.safeParse(jsonOf(text));
  if (!completion.success) throw failed("answered in an unexpected shape", completion.error);
  return completion.data.choices[0]?.message.content ?? "";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
