import { appUrl } from "@/lib/env";

/** Where a mailed link may lead: into this application, else to its front page. */
export function allowedRedirect(given: string | null | undefined): URL {
  const home = new URL(appUrl());
  if (!given || !URL.canParse(given)) return home;
  const target = new URL(given);
  const isOurs = target.origin === home.origin && !target.username && !target.password;
  return isOurs ? target : home;
}

export const redirectTo = (target: URL, parameters: Record<string, string>): Response => {
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return new Response(null, { status: 303, headers: { location: target.href } });
};
