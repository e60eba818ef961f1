import { XIcon } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

/** How many of the dataset's labels are offered while typing. */
const OFFERED = 200;

/** The labels of a picture. The first is its class: the folder it lies in when exported. */
export function LabelEditor({
  labels,
  known,
  onChange,
}: {
  labels: string[];
  known: string[];
  onChange: (labels: string[]) => void;
}) {
  const id = useId();
  const [text, setText] = useState("");
  const add = () => {
    const label = text.trim();
    setText("");
    if (label && !labels.includes(label)) onChange([...labels, label]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    add();
  };
  return (
    <div className="grid gap-2">
      <Label htmlFor={id}>Labels</Label>
      <ul className="flex flex-wrap gap-1.5" aria-label="Labels of this picture">
        {labels.map((label, index) => (
          <li
            key={label}
            className="flex max-w-full items-center rounded-md border bg-secondary text-[13px]"
          >
            {index === 0 ? (
              <span className="truncate py-0.5 pl-2 font-medium" title="The class of this picture">
                {label}
              </span>
            ) : (
              <button
                type="button"
                className="truncate rounded-l-md py-0.5 pl-2 hover:underline"
                title="Make this the class"
                onClick={() => onChange([label, ...labels.toSpliced(index, 1)])}
              >
                {label}
                <span className="sr-only">. Make this the class</span>
              </button>
            )}
            {labels.length > 1 ? (
              <button
                type="button"
                aria-label={`Remove ${label}`}
                onClick={() => onChange(labels.toSpliced(index, 1))}
                className="rounded-r-md p-1 text-muted-foreground hover:text-foreground pointer-coarse:p-2"
              >
                <XIcon className="size-3.5" aria-hidden />
              </button>
            ) : (
              <span className="w-2" />
            )}
          </li>
        ))}
      </ul>
      <Input
        id={id}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
        list={`${id}-known`}
        placeholder="Add a label"
        maxLength={100}
        autoComplete="off"
      />
      <datalist id={`${id}-known`}>
        {known
          .filter((label) => !labels.includes(label))
          .slice(0, OFFERED)
          .map((label) => (
            <option key={label} value={label} />
          ))}
      </datalist>
    </div>
  );
}
