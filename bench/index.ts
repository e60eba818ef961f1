import { runCopies } from "./copies";
import { runCrawls } from "./crawls";
import { runHashes } from "./hashes";
import { saveResults } from "./results";
import { settings } from "./settings";

async function run(): Promise<void> {
  if (settings.isHashesRun) return saveResults("hashes", await runHashes());
  if (settings.isCopiesRun) return saveResults("copies", await runCopies());
  saveResults("latest", await runCrawls());
}

await run();
