import { createHash } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import type { Operation } from "@/lib/contract/operation";
import { db } from "@/lib/db/client";
import {
  claimIdempotencyKey,
  completeIdempotencyKey,
  deleteIdempotencyKey,
  findIdempotencyKey,
} from "@/lib/db/idempotency";
import { AppError } from "@/lib/errors";
import { openAnswer, sealAnswer } from "./sealed-answer";

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly isReplay: boolean;
}

/** No request takes longer. */
const RUNNING_MS = 60_000;

/** JSON with its keys in order, so that two spellings of the same body have one fingerprint. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** Runs once for a key and person; the same request again gets the first answer, another one a conflict. */
export async function once(
  op: Operation,
  actor: Actor & { userId: string },
  idempotencyKey: string,
  raw: unknown,
  run: () => Promise<unknown>,
): Promise<Answer> {
  if (idempotencyKey.length > 255)
    throw new AppError("malformed-request", "Idempotency-Key has at most 255 characters.");
  const { userId: ownerId } = actor;
  const key = { ownerId, key: createHash("sha256").update(idempotencyKey).digest("hex") };
  const fingerprint = createHash("sha256")
    .update(`${op.id}\n${canonical(raw)}`)
    .digest("hex");
  if (!(await claimIdempotencyKey(db(), { ...key, fingerprint }))) {
    const first = await findIdempotencyKey(db(), key);
    if (first?.fingerprint !== fingerprint)
      throw new AppError("conflict", "This Idempotency-Key was used for another request.");
    if (first.status === null)
      throw new AppError(
        "conflict",
        Date.now() - first.createdAt.getTime() < RUNNING_MS
          ? "The first request with this Idempotency-Key is still running."
          : "The first request with this Idempotency-Key was interrupted. Look whether it took effect before you send it under another key.",
        { retryAfter: 2 },
      );
    const body = openAnswer(first.answer ?? "", idempotencyKey, ownerId);
    return { status: first.status, body, isReplay: true };
  }
  try {
    const body = await run();
    const sealed = sealAnswer(body, idempotencyKey, ownerId);
    await completeIdempotencyKey(db(), key, op.status, sealed);
    return { status: op.status, body, isReplay: false };
  } catch (error) {
    await deleteIdempotencyKey(db(), key);
    throw error;
  }
}
