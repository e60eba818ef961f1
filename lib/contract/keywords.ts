import { z } from "zod";
import { Expansion, ExpansionStrategy, Language } from "@/lib/domain/expansion";
import { Keyword } from "@/lib/domain/keyword";
import { operation } from "./operation";

export const expandKeyword = operation({
  id: "expandKeyword",
  method: "POST",
  path: "/keywords/expand",
  summary: "Further keywords for a keyword, to choose from",
  tag: "Keywords",
  scope: "sources:read",
  input: z.object({
    keyword: Keyword,
    count: z.int().min(1).max(50).default(20),
    strategies: z.array(ExpansionStrategy).min(1).max(20).optional(),
    languages: z.array(Language).min(1).max(10).optional(),
  }),
  output: z.object({
    items: z.array(Expansion),
    notes: z.array(z.string()).meta({
      description: "Which strategies had nothing to give, or could not be asked, and why.",
    }),
  }),
  status: 200,
  errors: ["upstream-failed", "unavailable"],
});
