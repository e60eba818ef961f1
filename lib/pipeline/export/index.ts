import type { ExportFormat } from "@/lib/domain/export";
import type { Exporter } from "./exporter";
import { imageFolder } from "./image-folder";

export const EXPORTERS: { readonly [F in ExportFormat]: Exporter<F> } = {
  "image-folder": imageFolder,
};
