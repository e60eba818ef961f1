"use client";
import { FileIcon, FolderIcon, XIcon } from "lucide-react";
import { useId, useRef } from "react";
import { countOf, formatBytes, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { chosenFiles } from "./dropped-files";
import { addFiles, isListName, MAX_FILES, type OwnFile, type OwnMaterial } from "./own-material";

const COLUMNS = [
  ["urlColumn", "URL column", "url"],
  ["labelColumn", "Label column", "label"],
  ["captionColumn", "Caption column", "caption"],
] as const;

/** Files to bring along: chosen, dropped, or a whole folder; a folder is shown as one line. */
export function FileField({
  own,
  error,
  onChange,
}: {
  own: OwnMaterial;
  error: string | undefined;
  onChange: (change: Partial<OwnMaterial>) => void;
}) {
  const id = useId();
  const chooser = useRef<HTMLButtonElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const add = (list: FileList | null) =>
    onChange({ files: addFiles(own.files, chosenFiles(list)) });
  const choosers = [
    { ref: files, label: "Files to bring along", isFolder: false },
    { ref: folder, label: "Folder to bring along", isFolder: true },
  ];
  return (
    <div className="grid gap-3">
      <div className="grid justify-items-center gap-2 rounded-lg border border-dashed border-input px-4 py-5 text-center">
        <p className="text-[13px]">
          Drop pictures, a folder, an archive or a list of URLs anywhere
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button ref={chooser} variant="outline" size="sm" onClick={() => files.current?.click()}>
            <FileIcon />
            Choose files
          </Button>
          <Button variant="outline" size="sm" onClick={() => folder.current?.click()}>
            <FolderIcon />
            Choose a folder
          </Button>
        </div>
        <p id={`${id}-hint`} className="max-w-prose text-xs text-muted-foreground">
          ZIP and tar archives; ImageFolder, COCO and YOLO datasets keep their labels. Lists: txt,
          csv, tsv, jsonl, parquet, also .gz. At most {formatCount(MAX_FILES)} files.
        </p>
        {choosers.map(({ ref, label, isFolder }) => (
          <input
            key={label}
            ref={ref}
            type="file"
            multiple
            {...(isFolder && { webkitdirectory: "" })}
            aria-label={label}
            aria-describedby={`${id}-hint`}
            tabIndex={-1}
            className="sr-only"
            onChange={({ target }) => {
              add(target.files);
              // Choosing the same file again must count as a change.
              target.value = "";
            }}
          />
        ))}
      </div>
      {own.files.length > 0 && (
        <FileLines
          files={own.files}
          onChange={(kept) => {
            onChange({ files: kept });
            // The button that was pressed is gone.
            chooser.current?.focus();
          }}
        />
      )}
      {own.files.length === MAX_FILES && (
        <p role="status" className="text-xs text-rejected-ink">
          One import takes {formatCount(MAX_FILES)} files. Put more of them into an archive.
        </p>
      )}
      {own.files.some(({ path }) => isListName(path)) && (
        <details className="text-xs">
          <summary className="w-fit cursor-pointer text-muted-foreground">
            Name the columns of a list
          </summary>
          <div className="mt-2 grid gap-3 sm:grid-cols-3">
            {COLUMNS.map(([column, label, usual]) => (
              <Field key={column} label={label} optional>
                <Input
                  value={own.columns[column]}
                  placeholder={usual}
                  maxLength={200}
                  autoComplete="off"
                  onChange={({ target }) =>
                    onChange({ columns: { ...own.columns, [column]: target.value } })
                  }
                />
              </Field>
            ))}
          </div>
        </details>
      )}
      {error && (
        <p role="alert" className="text-xs text-failed-ink">
          {error}
        </p>
      )}
    </div>
  );
}

function FileLines({
  files,
  onChange,
}: {
  files: OwnFile[];
  onChange: (files: OwnFile[]) => void;
}) {
  const lines = Map.groupBy(files, ({ path }) => path.split("/")[0] ?? path);
  return (
    <ul
      aria-label="Files to bring along"
      className="max-h-48 divide-y overflow-y-auto rounded-lg border"
    >
      {[...lines].map(([name, inside]) => {
        const isFolder = inside.some(({ path }) => path.includes("/"));
        const sizeBytes = inside.reduce((sum, { file }) => sum + file.size, 0);
        const Icon = isFolder ? FolderIcon : FileIcon;
        return (
          <li key={name} className="flex items-center gap-2 py-1 pr-1 pl-3 text-[13px]">
            <Icon className="size-4 shrink-0 text-muted-foreground" aria-hidden />
            <span className="min-w-0 truncate">{name}</span>
            <span className="ml-auto shrink-0 text-xs text-muted-foreground">
              {isFolder && `${countOf(inside.length, "file")}, `}
              {formatBytes(sizeBytes)}
            </span>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove ${name}`}
              onClick={() => onChange(files.filter((file) => !inside.includes(file)))}
            >
              <XIcon />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
