import { forgetProcessGlobal } from "@/lib/process-global";

/** Changes settings of this process from here on; what was made of the old ones is made anew. */
export function useSettings(settings: Readonly<Record<string, string>>): void {
  Object.assign(process.env, settings);
  for (const made of ["env", "http"]) forgetProcessGlobal(made);
}
