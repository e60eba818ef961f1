/**
 * Politeness towards one host, shared by every process on the same database. The implementation is
 * handed in (lib/db/fetch-hosts.ts); here is only what the fetch stage needs of it.
 */
export interface HostLimit {
  /**
   * Waits until a request to `host` ("name:port") may leave, then answers the function that ends it.
   * Throws FetchError("rate-limited", retryable) when the host is backing off for longer than it waits.
   */
  acquire(
    host: string,
    options: { crawlDelayMs: number; signal: AbortSignal },
  ): Promise<() => Promise<void>>;
  /** The host asked for silence (429, 503 with Retry-After), or failed often: nothing leaves until then. */
  backOff(host: string, seconds: number): Promise<void>;
}
