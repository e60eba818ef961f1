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
    <div className={cn("relative rounded-lg border bg-canvas", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} className="overflow-x-auto rounded-lg p-3 pr-12">
        <pre className="font-mono text-xs leading-5">{code}</pre>
      </section>
      <CopyButton
        text={code}
        label={`Copy ${label}`}
        className="absolute top-1.5 right-1.5 bg-canvas"
      />
    </div>
  );
}
