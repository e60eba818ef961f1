import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { isErrno } from "./errno";

const ATTEMPTS = 50;

/** A free loopback port: the preferred one if possible, else one that no outgoing connection is given. */
export async function freePort(preferred: number | undefined): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = attempt === 0 && preferred ? preferred : randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
  throw new Error("No free port between 20000 and 30000 on 127.0.0.1.");
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch (error) {
    if (isErrno(error, "EADDRINUSE", "EACCES")) return false;
    throw error;
  } finally {
    server.close();
  }
}
