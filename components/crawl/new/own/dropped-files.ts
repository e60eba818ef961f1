import { MAX_FILES, type OwnFile } from "./own-material";

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
const entriesOf = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
/** What systems leave beside the pictures: .DS_Store, Thumbs.db, __MACOSX. */
const isLitter = (name: string): boolean =>
  /^(?:\.|__MACOSX$|thumbs\.db$|desktop\.ini$)/i.test(name);

/** The files of a drop, whole folders included, each with its path; no more than one import takes. */
export async function droppedFiles(transfer: DataTransfer): Promise<OwnFile[]> {
  // The transfer is only readable until the event is over: nothing may be awaited before this line.
  const waiting: FileSystemEntry[] = [];
  const files: OwnFile[] = [];
  for (const item of transfer.items) {
    const entry = item.webkitGetAsEntry();
    // A picture that is dragged out of another page has no entry.
    const file = entry ? null : item.getAsFile();
    if (entry) waiting.push(entry);
    if (file) files.push({ file, path: file.name });
  }
  for (let entry = waiting.shift(); entry && files.length < MAX_FILES; entry = waiting.shift()) {
    if (isLitter(entry.name)) continue;
    if (isFile(entry))
      files.push({ file: await fileOf(entry), path: entry.fullPath.replace(/^\//, "") });
    else if (isFolder(entry)) {
      const reader = entry.createReader();
      // A reader gives a hundred at a time, and nothing when it is through.
      for (let part = await entriesOf(reader); part.length > 0; part = await entriesOf(reader))
        waiting.push(...part);
    }
  }
  return files;
}

/** The files of an input, whole folders included. */
export const chosenFiles = (list: FileList | null): OwnFile[] =>
  [...(list ?? [])]
    .filter(({ name }) => !isLitter(name))
    .slice(0, MAX_FILES)
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }));
