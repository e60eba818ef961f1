export interface ProgressLine {
  /** `share` from 0 to 1. */
  show(share: number, text: string): void;
  end(): void;
}

const CELLS = 24;
/** Where a line cannot be redrawn, one is written for each tenth. */
const STEPS = 10;

/** A bar of `share`, `cells` characters wide. */
export const bar = (share: number, cells = CELLS): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return "█".repeat(full) + "░".repeat(cells - full);
};

/** One line that is redrawn on a terminal; plain lines, few of them, anywhere else. */
export function progressLine(
  out: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">,
): ProgressLine {
  let shownStep = -1;
  return {
    show(share, text) {
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      if (out.isTTY) {
        const line = `${bar(share)} ${percent}  ${text}`.slice(0, (out.columns || 80) - 1);
        out.write(`\r\u001b[2K${line}`);
        return;
      }
      const step = Math.floor(share * STEPS);
      if (step <= shownStep) return;
      shownStep = step;
      out.write(`${percent}  ${text}\n`);
    },
    end() {
      if (out.isTTY) out.write("\n");
    },
  };
}
