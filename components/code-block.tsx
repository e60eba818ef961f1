import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/** Code to copy. Long lines scroll, also by keyboard. */
export function CodeBlock({
  code,
  label,
  className,
}: {
  code: string;
  /** What it is, for screen readers and for the copy button: "the loader". */
  label: string;
  className?: string | undefined;
}) {
  return (
    <div className={cn("flex items-start rounded-lg border bg-canvas", className)}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="min-w-0 flex-1 overflow-x-auto rounded-lg p-3"
      >
        <pre className="font-mono text-xs leading-5">{code}</pre>
      </section>
      <CopyButton text={code} label={`Copy ${label}`} className="m-1.5" />
    </div>
  );
}
