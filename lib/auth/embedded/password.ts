import { randomUUID } from "node:crypto";
import { compare, hash } from "bcryptjs";
import { processGlobal } from "@/lib/process-global";
import { AuthError } from "./auth-error";

/** As Supabase stores them. */
const COST = 10;
const MIN_CHARACTERS = 8;
/** bcrypt ignores what follows. */
const MAX_BYTES = 72;

export function assertPassword(password: string): void {
  if (Buffer.byteLength(password) > MAX_BYTES)
    throw new AuthError(
      422,
      "validation_failed",
      `Password cannot be longer than ${MAX_BYTES} bytes`,
    );
  if ([...password].length < MIN_CHARACTERS)
    throw new AuthError(
      422,
      "weak_password",
      `Password should be at least ${MIN_CHARACTERS} characters`,
      { details: { weak_password: { reasons: ["length"] } } },
    );
}

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

const hashOfNobody = () => processGlobal("hash-of-nobody", () => hashPassword(randomUUID()));

/** Takes as long for somebody who does not exist or has no password. */
export async function matchesPassword(
  password: string,
  passwordHash: string | null,
): Promise<boolean> {
  const isSame = await compare(password, passwordHash ?? (await hashOfNobody()));
  return isSame && passwordHash !== null;
}
