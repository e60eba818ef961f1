import { boss } from "@/jobs/define-queue";
import type { Health } from "@/lib/contract/health";
import { ping } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage";
import { VERSION } from "@/lib/version";

const DEADLINE_MS = 3_000;

/** Up, or down for whatever reason: health tells strangers nothing more. */
async function check(probe: () => Promise<unknown>): Promise<"up" | "down"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("too slow")), DEADLINE_MS);
  });
  try {
    await Promise.race([probe(), late]);
    return "up";
  } catch {
    return "down";
  } finally {
    clearTimeout(timer);
  }
}

export async function getHealth(): Promise<Health> {
  const [database, queue, bytes] = await Promise.all([
    check(ping),
    check(() =>
      boss()
        .getQueue("ingest")
        .then((found) => found ?? Promise.reject()),
    ),
    check(() => storage().head("health")),
  ]);
  const checks = { database, queue, storage: bytes };
  const isUp = Object.values(checks).every((state) => state === "up");
  if (!isUp)
    throw new AppError("unavailable", "Not everything is up.", {
      details: { version: VERSION, checks },
      retryAfter: 5,
    });
  return { status: "up", version: VERSION, checks };
}

export const getReadiness = () => getHealth();
export const getLiveness = async () => ({ status: "up" as const });
