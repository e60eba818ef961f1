import { z } from "zod";
import { pageInput, pageOf } from "@/lib/domain/page";
import { SourceInfo } from "@/lib/domain/source";
import { operation } from "./operation";

export const listSources = operation({
  id: "listSources",
  method: "GET",
  path: "/sources",
  summary: "Where pictures come from: capabilities, terms, quota and health",
  tag: "Sources",
  scope: "sources:read",
  input: z.object(pageInput),
  output: pageOf(SourceInfo, "SourcePage"),
  status: 200,
  errors: [],
});
