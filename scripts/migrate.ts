import "./load-env";
import { databaseUrl } from "@/lib/db/client";
import { ensureDatabase } from "@/lib/db/ensure-database";
import { migrate } from "@/lib/db/migrate";

const database = await ensureDatabase();
await migrate(databaseUrl());
await database.stop();
console.log("The database is up to date.");
