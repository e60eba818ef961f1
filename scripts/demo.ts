import { parseArgs } from "node:util";
import { buildIfStale, launchApp } from "./launch-app";

const { values } = parseArgs({ options: { once: { type: "boolean", default: false } } });

buildIfStale();
const app = await launchApp({ port: Number(process.env.PORT || 3000) });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void app.stop());

console.log(`\nPixCrawler is open on ${app.url}`);
if (values.once) await app.stop();
await app.ended;
