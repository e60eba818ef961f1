import { z } from "zod";
import { Archive, Export, ExportFormat } from "@/lib/domain/export";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { operation } from "./operation";

export const listExports = operation({
  id: "listExports",
  method: "GET",
  path: "/exports",
  summary: "List exports",
  tag: "Exports",
  scope: "exports:read",
  input: z.object({ ...pageInput, datasetId: Id.optional() }),
  output: pageOf(Export, "ExportPage"),
  status: 200,
  errors: [],
});
export const createExport = operation({
  id: "createExport",
  method: "POST",
  path: "/exports",
  summary: "Build an export of a dataset",
  tag: "Exports",
  scope: "exports:write",
  input: z.object({
    datasetId: Id,
    format: ExportFormat.default("image-folder"),
    archive: Archive.default("zip"),
  }),
  output: Export,
  status: 202,
  errors: ["not-found"],
});
const one = { tag: "Exports", input: z.object({ exportId: Id }) } as const;
export const getExport = operation({
  ...one,
  id: "getExport",
  method: "GET",
  path: "/exports/{exportId}",
  summary: "Read an export",
  scope: "exports:read",
  output: Export,
  status: 200,
  errors: ["not-found"],
});
export const deleteExport = operation({
  ...one,
  id: "deleteExport",
  method: "DELETE",
  path: "/exports/{exportId}",
  summary: "Delete an export and its file",
  scope: "exports:write",
  output: z.void(),
  status: 204,
  errors: ["not-found"],
});
export const getExportContent = operation({
  ...one,
  id: "getExportContent",
  method: "GET",
  path: "/exports/{exportId}/content",
  summary: "Download an export (Range, ETag)",
  scope: "exports:read",
  output: z.void(),
  status: 200,
  errors: ["not-found", "conflict", "gone", "range-not-satisfiable"],
  answers: "bytes",
});
