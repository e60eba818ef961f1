import type { ImageFormat } from "@/lib/domain/image";
import { licenceLink } from "./attribution";
import { cardMetadata } from "./card-metadata";
import { consentSection, consentTally } from "./consent-section";
import type { ExportedDataset, Sample } from "./exporter";
import { escapeMarkdown, plural, table } from "./markdown";

interface Totals {
  imageCount: number;
  sizeBytes: number;
  /** By folder name, which is the class name for the loaders. */
  readonly classes: Map<string, { label: string; count: number }>;
  readonly licences: Map<string, number>;
  readonly formats: Set<ImageFormat>;
  /** ISO times in UTC, so they compare as text. */
  firstDownload: string;
  lastDownload: string;
}

/** README.md, which is also the dataset card on the Hugging Face Hub. */
export function datasetCard(dataset: ExportedDataset) {
  const consent = consentTally();
  const totals: Totals = {
    imageCount: 0,
    sizeBytes: 0,
    classes: new Map(),
    licences: new Map(),
    formats: new Set(),
    firstDownload: "",
    lastDownload: "",
  };
  return {
    add(sample: Sample, folder: string) {
      const { label, licence, downloadedAt } = sample;
      totals.imageCount += 1;
      totals.sizeBytes += sample.sizeBytes;
      totals.classes.set(folder, { label, count: (totals.classes.get(folder)?.count ?? 0) + 1 });
      totals.licences.set(licence, (totals.licences.get(licence) ?? 0) + 1);
      totals.formats.add(sample.format);
      consent.add(sample);
      if (!totals.firstDownload || downloadedAt < totals.firstDownload)
        totals.firstDownload = downloadedAt;
      if (downloadedAt > totals.lastDownload) totals.lastDownload = downloadedAt;
    },
    text: (): string =>
      cardText(dataset, totals, consentSection(consent.total(), dataset.optOutReasons)),
  };
}

function cardText({ name, description }: ExportedDataset, totals: Totals, consent: string): string {
  return [
    cardMetadata(name, totals.imageCount, [...totals.licences.keys()]),
    `# ${escapeMarkdown(name)}`,
    description && escapeMarkdown(description),
    summary(totals),
    CONTENTS,
    `## Classes\n\n${classTable(totals)}`,
    `## Licences\n\n${licenceTable(totals)}\n\n${LICENCE_NOTE}`,
    consent,
    LOADING,
    [...totals.formats].some((format) => TORCHVISION_SKIPS.has(format)) && TORCHVISION_NOTE,
    VERIFYING,
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

function summary({ imageCount, sizeBytes, classes, firstDownload, lastDownload }: Totals): string {
  const pictures = plural(imageCount, "picture", "pictures");
  const megabytes = (sizeBytes / 1e6).toFixed(1);
  const days = [...new Set([firstDownload.slice(0, 10), lastDownload.slice(0, 10)])].join(" to ");
  const when = days && `, downloaded ${days}`;
  return `${pictures} in ${plural(classes.size, "class", "classes")} (${megabytes} MB)${when}. Built with PixCrawler.`;
}

/** The index is what torchvision gives the class: the folders' place in alphabetical order. */
const classTable = ({ classes }: Totals) =>
  table(
    ["Index", "Folder", "Label", "Pictures"],
    [...classes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([folder, { label, count }], i) => [i, `\`${folder}\``, escapeMarkdown(label), count]),
  );

const licenceTable = ({ licences }: Totals) =>
  table(
    ["Licence", "Pictures"],
    [...licences].sort(([, a], [, b]) => b - a).map(([id, count]) => [licenceLink(id), count]),
  );

const CONTENTS = `## Contents

- \`<class>/<id>.<ext>\`: the pictures, one folder for each class.
- \`metadata.csv\`: one row for each picture: label, size, hashes, licence, author, source, where it was found and what its
  publisher says about such use. \`labels\` and \`signals\` are JSON lists. An apostrophe stands before text that a spreadsheet would run as a formula.
- \`ATTRIBUTION.md\`: the credit line of every picture, by licence.
- \`checksums.sha256\`: the SHA-256 of every file.`;

const LICENCE_NOTE = `Every picture keeps its own licence. When you publish work made with them, credit the authors as \`ATTRIBUTION.md\`
does, and keep to the terms of each licence.`;

const LOADING = `## Loading

PyTorch, classes from the folders (files beside the folders are ignored):

\`\`\`python
from torchvision.datasets import ImageFolder

dataset = ImageFolder("path/to/this/folder")
image, class_index = dataset[0]
\`\`\`

Hugging Face \`datasets\`, everything in \`metadata.csv\` as columns:

\`\`\`python
from datasets import load_dataset

dataset = load_dataset("imagefolder", data_dir="path/to/this/folder", split="train")
dataset = dataset.class_encode_column("label")
\`\`\`

With a metadata file present, \`datasets\` takes the label from its \`label\` column and not from the folder. For the pictures and
their folders alone, pass \`data_files="path/to/this/folder/*/*"\` instead of \`data_dir\`; AVIF is left out then.`;

const TORCHVISION_SKIPS: ReadonlySet<ImageFormat> = new Set(["gif", "avif"]);
const TORCHVISION_NOTE = `Some pictures are GIF or AVIF, which \`ImageFolder\` leaves out unless you also pass
\`is_valid_file=lambda path: True\`.`;

const VERIFYING = `## Verifying

\`\`\`sh
sha256sum -c checksums.sha256
\`\`\``;
