import { sql } from "drizzle-orm";
import { customType, pgPolicy, timestamp, uuid } from "drizzle-orm/pg-core";
import { authenticatedRole } from "drizzle-orm/supabase";
import { uuidv7 } from "uuidv7";

/** Ids are made in the application, so that Postgres 15 will do and rows can refer to each other before they exist. */
export const id = () => uuid().primaryKey().$defaultFn(uuidv7);
export const at = () => timestamp({ withTimezone: true });
export const createdAt = () => at().notNull().defaultNow();

const HEX = "0123456789abcdef";
const NIBBLES = Array.from(HEX, (_, value) => value.toString(2).padStart(4, "0"));

/** A 256-bit perceptual hash: bit(256) in SQL (so bit_count and # work), 64 hexadecimal digits in TypeScript. */
export const hash256 = customType<{ data: string; driverData: string }>({
  dataType: () => "bit(256)",
  toDriver: (hex) => Array.from(hex, (digit) => NIBBLES[HEX.indexOf(digit)]).join(""),
  // By words, since a hundred thousand are read at once.
  fromDriver: (bits) => {
    let hex = "";
    for (let at = 0; at < bits.length; at += 32)
      hex += Number.parseInt(bits.slice(at, at + 32), 2)
        .toString(16)
        .padStart(8, "0");
    return hex;
  },
});

/** Rows belong to one person: the only rows that person's requests see, whatever the query forgot. */
export const ownRows = () =>
  pgPolicy("own rows", {
    for: "all",
    to: authenticatedRole,
    using: sql`owner_id = (select auth.uid())`,
    withCheck: sql`owner_id = (select auth.uid())`,
  });
