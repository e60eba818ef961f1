import { existsSync } from "node:fs";

// As Next.js does for the server, so that every command has the same settings: the environment, .env.local, .env.
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
