import { useEffect, useRef } from "react";
import { cn } from "@/components/cn";
import { Thumbnail } from "@/components/dataset/thumbnail";
import { countOf, formatCount } from "@/components/format";
import { Checkbox } from "@/components/ui/checkbox";
import { type Member, memberName } from "./members";
import type { Choice } from "./use-choice";
import { copyText } from "./words";

/** All members of a group of more than two: a click chooses one, ticks keep several. */
export function MemberStrip({ choice }: { choice: Choice }) {
  return (
    <ul aria-label="Pictures of this group" className="flex gap-2 overflow-x-auto p-0.5 pb-1.5">
      {choice.group.members.map((member) => (
        <StripItem key={member.image.id} member={member} choice={choice} />
      ))}
    </ul>
  );
}

function StripItem({ member, choice }: { member: Member; choice: Choice }) {
  const { id } = member.image;
  const name = memberName(choice.group, id);
  const isChosen = id === choice.chosenId;
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) ref.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isChosen]);
  return (
    <li
      ref={ref}
      className={cn(
        "flex shrink-0 items-center gap-2 rounded-md border p-1 pr-2 text-xs",
        isChosen && "border-primary ring-1 ring-primary",
      )}
    >
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={() => choice.choose(id)}
        className="flex items-center gap-2 rounded-sm text-left"
      >
        <Thumbnail
          imageId={id}
          alt=""
          side={44}
          className="size-11 rounded-sm bg-canvas object-cover"
        />
        <span className="grid">
          <span className="font-medium">{name}</span>
          <span className="text-muted-foreground tabular-nums">
            {member.isKeeper
              ? `${formatCount(member.image.width)} × ${formatCount(member.image.height)}`
              : countOf(member.distance, "bit")}
            {!member.isKeeper && <span className="sr-only">. {copyText(member)}</span>}
          </span>
        </span>
      </button>
      <Checkbox
        aria-label={`Keep ${name.toLowerCase()} too`}
        title="Keep it too (t)"
        checked={choice.ticked.has(id)}
        onCheckedChange={() => choice.tick(id)}
      />
    </li>
  );
}
