import { AppError } from "@/lib/errors";

/** What the operating system may answer, and the sentence a person can act on. */
const SENTENCES: Record<string, string> = {
  ENOSPC: "The disk is full.",
  EDQUOT: "The disk quota is used up.",
  EFBIG: "The file is larger than the disk allows.",
  EROFS: "The disk is read-only.",
  EIO: "The disk reported an error.",
  EACCES: "The storage folder may not be used.",
  EPERM: "The storage folder may not be used.",
  EEXIST: "The storage folder is not a folder.",
  ENOTDIR: "The storage folder is not a folder.",
  EMFILE: "Too many files are open.",
  ENFILE: "Too many files are open.",
};

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

/** Nothing there, or a folder, or a file where the path needs a folder: for a reader all the same. */
export const isMissing = (error: unknown): boolean =>
  ["ENOENT", "ENOTDIR", "EISDIR"].includes(String(codeOf(error)));

/** AppError("unavailable") for a failure of the disk; any other error as it is. */
export function diskFailure(error: unknown): unknown {
  const sentence = SENTENCES[String(codeOf(error))];
  return sentence ? new AppError("unavailable", sentence, { cause: error }) : error;
}

/** For `.catch`: throws what `diskFailure` makes of the error. */
export function throwDiskFailure(error: unknown): never {
  throw diskFailure(error);
}
