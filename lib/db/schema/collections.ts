import { sql } from "drizzle-orm";
import { check, index, jsonb, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { type RuleChanges, type SizeFence, VALIDATION_LEVELS } from "@/lib/domain/issue";
import type { OptOutOverride } from "@/lib/domain/project";
import { ownerId } from "./accounts";
import { createdAt, id, ownRows } from "./columns";

export const validationLevelEnum = pgEnum("validation_level", VALIDATION_LEVELS);

export const projects = pgTable(
  "projects",
  {
    id: id(),
    ownerId: ownerId(),
    name: text().notNull(),
    description: text(),
    optOutOverride: jsonb().$type<OptOutOverride>(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index("projects_owner").on(t.ownerId, t.id),
    check("projects_name", sql`char_length(${t.name}) between 1 and 100`),
    check("projects_description", sql`char_length(${t.description}) <= 1000`),
    ownRows(),
  ],
);

export const datasets = pgTable(
  "datasets",
  {
    id: id(),
    ownerId: ownerId(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    name: text().notNull(),
    description: text(),
    validationLevel: validationLevelEnum().notNull().default("standard"),
    /** Rules set otherwise than the usual ones. */
    rules: jsonb().$type<RuleChanges>().notNull().default({}),
    /** CleanVision's fence around usual sizes (root of the pixels), as of the last validation; null while there are few. */
    sizeFence: jsonb().$type<SizeFence>(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index("datasets_owner").on(t.ownerId, t.id),
    index("datasets_project").on(t.projectId, t.id),
    check("datasets_name", sql`char_length(${t.name}) between 1 and 100`),
    check("datasets_description", sql`char_length(${t.description}) <= 1000`),
    ownRows(),
  ],
);
