import { listOutboxMails, type OutboxRow } from "@/lib/db/auth-outbox";
import { db } from "@/lib/db/client";
import { appUrl, env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Actor } from "./actor";

export type OutboxMail = OutboxRow;

const isLoopback = (url: string) =>
  ["localhost", "127.0.0.1", "[::1]"].includes(URL.parse(url)?.hostname ?? "");

/**
 * The newest mail that this machine could not send, at most 50. It holds links that sign people in, so
 * it is shown to administrators, and to everybody only on an installation that is for this computer alone.
 */
export async function listOutbox(
  actor: Actor | null,
  request: { readonly headers: Pick<Headers, "get"> },
): Promise<OutboxMail[]> {
  if (env().SUPABASE_URL) throw new AppError("not-found", "This server sends its mail.");
  const isAdmin = actor?.kind === "user" && actor.role === "admin";
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? "";
  const isOwnComputer = isLoopback(appUrl()) && isLoopback(`http://${host}`);
  if (!isAdmin && !isOwnComputer) throw new AppError("not-found", "There is no such page.");
  return listOutboxMails(db(), 50);
}
