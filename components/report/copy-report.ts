import { toast } from "sonner";

async function readReport(url: string): Promise<Blob> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error("The report could not be read.");
  return new Blob([await answer.text()], { type: "text/plain" });
}

/** Puts a report into the clipboard. Browsers only let a click copy: the text may follow, the permission may not. */
export async function copyReport(url: string): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": readReport(url) })]);
    toast.success("The report is copied.");
  } catch {
    toast.error("The report could not be copied. Download it instead.");
  }
}
