import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";

const NONE = "none";
const KEYS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The key that gives a label in the gallery. One that another label has moves over. */
export function KeySelect({
  name,
  shortcut,
  onChange,
}: {
  name: string;
  shortcut: number | null;
  onChange: (shortcut: number | null) => void;
}) {
  return (
    <Select
      value={shortcut === null ? NONE : String(shortcut)}
      onValueChange={(value) => onChange(value === NONE ? null : Number(value))}
    >
      <SelectTrigger aria-label={`Key of ${name}`} className="w-16">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        <SelectItem value={NONE}>–</SelectItem>
        {KEYS.map((key) => (
          <SelectItem key={key} value={String(key)}>
            {key}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
