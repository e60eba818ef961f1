import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { PgBoss } from "pg-boss";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { changeDatabases } from "./databases";
import { scratchDirectory } from "./scratch";

declare module "vitest" {
  export interface ProvidedContext {
    /** The server of this run, as its superuser. */
    serverUrl: string;
    /** The migrated database that each test file clones. */
    template: string;
  }
}

/** Once a run: a server (TEST_DATABASE_URL, else an embedded one) with a migrated template database. */
export async function setup(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => undefined }
    : await startServer();
  const template = `template_${randomUUID().replaceAll("-", "")}`;
  const teardown = async () => {
    await changeDatabases(server.url, (sql) => sql`drop database if exists ${sql(template)}`);
    await server.stop();
  };
  try {
    await changeDatabases(server.url, (sql) => sql`create database ${sql(template)}`);
    const url = new URL(server.url);
    url.pathname = template;
    await migrate(url.href);
    const boss = new PgBoss({ connectionString: url.href, supervise: false, schedule: false });
    await boss.start();
    await boss.stop({ graceful: false });
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide("serverUrl", server.url);
  project.provide("template", template);
  return teardown;
}

async function startServer() {
  const dataDir = scratchDirectory();
  const { url, stop } = await startEmbeddedPostgres({ dataDir, durable: false });
  return {
    url,
    stop: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
