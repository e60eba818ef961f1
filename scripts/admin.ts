import "./load-env";
import { parseArgs } from "node:util";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { mintApiKey } from "@/lib/auth/api-key";
import { insertActivity } from "@/lib/db/activity";
import { grantCredits, listProfilesByEmail, updateRole } from "@/lib/db/admin";
import { insertApiKey } from "@/lib/db/api-keys";
import { type Db, databaseUrl, db, pool } from "@/lib/db/client";
import { ensureDatabase } from "@/lib/db/ensure-database";
import { migrate } from "@/lib/db/migrate";
import type { ProfileRow } from "@/lib/db/profiles";
import { grants, SCOPES, Scope, USER_SCOPES } from "@/lib/domain/scope";
import { messageOf } from "@/lib/errors";

const USAGE = `Usage: bun run admin -- <command>

  make-admin EMAIL                                  gives the role admin
  grant-credits EMAIL N                             adds N credits to the balance
  create-key EMAIL --scopes a:read,b:write [--name NAME]
                                                    makes an API key for 90 days and prints it once`;

const KEY_DAYS = 90;
const Amount = z.coerce.number().int().min(1).max(1_000_000_000);

/** A command line that means nothing: told with the usage. */
class UsageError extends Error {
  override name = "UsageError";
}

type Command = (
  tx: Db,
  person: ProfileRow,
  args: { readonly rest: readonly string[]; readonly scopes: string; readonly name: string },
) => Promise<string>;

const COMMANDS: Readonly<Record<string, Command>> = {
  async "make-admin"(tx, { id, email }) {
    await updateRole(tx, id, "admin");
    await log(tx, id, "profile.role-changed", { type: "profile", id }, { role: "admin" });
    return `${email} is an administrator.`;
  },

  async "grant-credits"(tx, { id, email }, { rest: [text = ""] }) {
    const amount = Amount.safeParse(text || Number.NaN).data;
    if (!amount) throw new UsageError("N is a whole number from 1 to 1,000,000,000.");
    const balance = await grantCredits(tx, { ownerId: id, amount, reason: "operator's grant" });
    await log(tx, id, "credits.granted", { type: "credit-account", id }, { amount });
    return `${email} has ${balance} credits.`;
  },

  async "create-key"(tx, { id: ownerId, email, role }, { scopes: list, name }) {
    const scopes = readScopes(list, role);
    const { key, ...secret } = mintApiKey();
    const id = uuidv7();
    const expiresAt = new Date(Date.now() + KEY_DAYS * 86_400_000);
    await insertApiKey(tx, { id, ownerId, name, scopes, expiresAt, ...secret });
    await log(tx, ownerId, "api-key.created", { type: "api-key", id }, { name, scopes });
    return `A key of ${email}, good until ${expiresAt.toISOString().slice(0, 10)}. It is not shown again:\n${key}`;
  },
};

process.env.LOG_LEVEL ||= "warn";
try {
  console.log(await runCommand());
} catch (error) {
  console.error(messageOf(error));
  if (error instanceof UsageError) console.error(`\n${USAGE}`);
  process.exitCode = 1;
}

async function runCommand(): Promise<string> {
  const { values, positionals } = readArguments();
  const [name = "", email = "", ...rest] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(name ? `There is no command ${name}.` : "Say what to do.");
  if (!email) throw new UsageError("Say whose account it is about.");
  const database = await ensureDatabase();
  try {
    await migrate(databaseUrl());
    const person = await findPerson(email);
    return await db().transaction((tx) => command(tx, person, { rest, ...values }));
  } finally {
    await pool().end({ timeout: 5 });
    await database.stop();
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        scopes: { type: "string", default: "" },
        name: { type: "string", default: "Operator's key" },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}

async function findPerson(email: string): Promise<ProfileRow> {
  const [person, ...others] = await listProfilesByEmail(db(), email.trim());
  if (!person) throw new Error(`Nobody has the address ${email}. People sign up first.`);
  if (others.length > 0) throw new Error(`Several people have the address ${email}.`);
  return person;
}

/** Refuses a scope that is unknown, and one that the person does not have: the key could not use it. */
function readScopes(list: string, role: ProfileRow["role"]): Scope[] {
  const allowed = new Set<string>(role === "admin" ? SCOPES : USER_SCOPES);
  const scopes = [...new Set(list.split(",").flatMap((part) => part.trim() || []))].map((text) => {
    const scope = Scope.safeParse(text).data;
    if (!scope) throw new UsageError(`${text} is no scope. There are: ${SCOPES.join(", ")}.`);
    if (!grants(allowed, scope)) throw new Error(`Only an administrator's key can have ${scope}.`);
    return scope;
  });
  if (scopes.length === 0)
    throw new UsageError("Say --scopes, for example jobs:write,images:read.");
  return scopes;
}

function log(
  tx: Db,
  ownerId: string,
  action: string,
  resource: { readonly type: string; readonly id: string },
  details: Record<string, unknown>,
): Promise<void> {
  return insertActivity(tx, {
    id: uuidv7(),
    ownerId,
    actor: "operator",
    action,
    resourceType: resource.type,
    resourceId: resource.id,
    details,
  });
}
