import { setTimeout as sleep } from "node:timers/promises";
import {
  claimHostSlot,
  extendHostSlots,
  releaseHostSlot,
  reserveHostMoment,
  secondsOfSilence,
  silenceHost,
} from "@/lib/db/fetch-hosts";
import { logger } from "@/lib/logger";
import type { HostLimit } from "@/lib/pipeline/fetch/host-limit";
import { FetchError } from "@/lib/pipeline/fetch-error";

interface Slot {
  readonly slot: number;
  readonly token: string;
  readonly claimedAt: number;
}
type Waiter = (slot: Slot | null) => void;
interface IdleSlot {
  readonly slot: Slot;
  readonly expiry: NodeJS.Timeout;
}

/** How long a process passes a slot among its own requests before others get a chance at it. */
const KEEP_MS = 5_000;
const POLL_MS = 150;
/** How long a process that asks often keeps a slot that nobody uses, which spares the database two queries a request. */
const IDLE_MS = 250;
const RENEW_MS = 4_000;
/** A request that cannot start within this goes back to the queue, untouched. */
const MAX_WAIT_MS = 20_000;

/**
 * At most `perHost` requests at once on a host, over every process on the same database. A slot in
 * use is handed to the next waiting request of this process, so a busy host costs few queries.
 */
export function createHostLimit(perHost: number): HostLimit {
  const waiters = new Map<string, Waiter[]>();
  const held = new Set<string>();
  const idle = new Map<string, IdleSlot[]>();

  const renewal = setInterval(() => {
    if (held.size === 0) return;
    extendHostSlots([...held]).catch((error: unknown) =>
      logger().warn({ error }, "host slots could not be renewed"),
    );
  }, RENEW_MS);
  renewal.unref();

  async function claim(host: string): Promise<Slot | null> {
    const slot = await claimHostSlot(host, perHost);
    if (!slot) return null;
    held.add(slot.token);
    return { ...slot, claimedAt: performance.now() };
  }

  function nextWaiter(host: string): Waiter | undefined {
    const queue = waiters.get(host);
    const waiter = queue?.shift();
    if (queue?.length === 0) waiters.delete(host);
    return waiter;
  }

  function takeIdle(host: string): Slot | null {
    const slots = idle.get(host);
    const taken = slots?.pop();
    if (slots?.length === 0) idle.delete(host);
    clearTimeout(taken?.expiry);
    return taken?.slot ?? null;
  }

  async function giveUp(host: string, slot: Slot): Promise<void> {
    held.delete(slot.token);
    await releaseHostSlot(host, slot);
    nextWaiter(host)?.(null);
  }

  function keepIdle(host: string, slot: Slot): void {
    const expire = () => {
      const left = (idle.get(host) ?? []).filter((other) => other.slot !== slot);
      if (left.length > 0) idle.set(host, left);
      else idle.delete(host);
      giveUp(host, slot).catch((error: unknown) =>
        logger().warn({ error }, "a host's slot could not be given back; it will run out"),
      );
    };
    const kept = { slot, expiry: setTimeout(expire, IDLE_MS) };
    idle.set(host, [...(idle.get(host) ?? []), kept]);
  }

  const release = (host: string, slot: Slot) => async () => {
    if (performance.now() - slot.claimedAt > KEEP_MS) return giveUp(host, slot);
    const waiter = nextWaiter(host);
    if (waiter) waiter(slot);
    else keepIdle(host, slot);
  };

  /** Resolves with a slot that another request of this process gave up, or with null: try the database. */
  const handOver = (host: string, signal: AbortSignal) =>
    new Promise<Slot | null>((resolve) => {
      const queue = waiters.get(host) ?? [];
      waiters.set(host, queue);
      const settle: Waiter = (slot) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", leave);
        resolve(slot);
      };
      const leave = () => {
        const at = queue.indexOf(settle);
        if (at >= 0) queue.splice(at, 1);
        settle(null);
      };
      const timer = setTimeout(leave, POLL_MS);
      signal.addEventListener("abort", leave, { once: true });
      queue.push(settle);
    });

  async function waitForSlot(host: string, isPaced: boolean, signal: AbortSignal): Promise<Slot> {
    const deadline = performance.now() + MAX_WAIT_MS;
    while (performance.now() < deadline) {
      signal.throwIfAborted();
      const silence = isPaced ? 0 : await secondsOfSilence(host);
      if (silence * 1000 > deadline - performance.now()) break;
      if (silence > 0) {
        await sleep(silence * 1000, undefined, { signal });
        continue;
      }
      const claimed = waiters.has(host) ? null : (takeIdle(host) ?? (await claim(host)));
      const slot = claimed ?? (await handOver(host, signal)) ?? (await claim(host));
      if (slot) return slot;
    }
    throw new FetchError("rate-limited", "The host is busy; it will be asked later.", {
      isRetryable: true,
    });
  }

  return {
    async acquire(host, { crawlDelayMs, signal }) {
      const slot = await waitForSlot(host, crawlDelayMs > 0, signal);
      const end = release(host, slot);
      try {
        signal.throwIfAborted();
        if (crawlDelayMs > 0) {
          const moment = { delayMs: crawlDelayMs, maxWaitMs: MAX_WAIT_MS };
          const { isReserved, waitMs } = await reserveHostMoment(host, moment);
          if (!isReserved)
            throw new FetchError("rate-limited", "robots.txt asks for a longer pause.", {
              isRetryable: true,
              retryAfterSeconds: waitMs / 1000,
            });
          await sleep(waitMs, undefined, { signal });
        }
        return end;
      } catch (error) {
        await end();
        throw error;
      }
    },
    async backOff(host, seconds) {
      await silenceHost(host, seconds);
    },
  };
}
