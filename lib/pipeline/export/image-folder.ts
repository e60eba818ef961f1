import { EXTENSIONS } from "@/lib/domain/image";
import { attributionList } from "./attribution";
import { datasetCard } from "./dataset-card";
import { folderNamer } from "./entry-name";
import type { Exporter } from "./exporter";
import { metadataTable } from "./metadata-csv";

/**
 * `<label>/<id>.<ext>`, as torchvision, Keras and Hugging Face read classes from folders. The texts come after
 * the pictures they tell of and are gathered meanwhile: about 1 kB of memory for a picture.
 */
export const imageFolder: Exporter<"image-folder"> = {
  format: "image-folder",
  label: "Image folder",
  async *entries(samples, dataset) {
    const folderOf = folderNamer();
    const metadata = metadataTable();
    const attribution = attributionList();
    const card = datasetCard(dataset);

    for await (const sample of samples) {
      const folder = folderOf(sample.label);
      const path = `${folder}/${sample.id}.${EXTENSIONS[sample.format]}`;
      yield { path, sha256: sample.sha256, body: () => sample.open() };
      metadata.add(sample, path);
      attribution.add(sample, path);
      card.add(sample, folder);
    }
    yield { path: "metadata.csv", body: metadata.blocks() };
    yield { path: "ATTRIBUTION.md", body: attribution.blocks() };
    yield { path: "README.md", body: card.text() };
  },
};
