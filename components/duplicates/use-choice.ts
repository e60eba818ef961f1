import { useState } from "react";
import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { keepOf, stepMember } from "./decisions";

/**
 * Which pictures of a group are going to be kept, before it is decided; `kept` are those that are now. Holds for one
 * group in one state: give the component a key of both.
 */
export function useChoice(group: DuplicateGroup, kept: readonly string[]) {
  const [first = group.members[0]?.image.id ?? ""] = kept;
  const [chosenId, setChosenId] = useState(first);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(kept.length > 1 ? kept : []));
  const [isTouched, setTouched] = useState(false);
  const choose = (imageId: string) => {
    setChosenId(imageId);
    // What was kept before gives way to the first other choice; a tick of now does not.
    if (!isTouched) setTicked(new Set());
    setTouched(true);
  };
  const tick = (imageId: string) => {
    setTouched(true);
    setTicked((now) => {
      const next = new Set(now);
      if (!next.delete(imageId)) next.add(imageId);
      return next;
    });
  };
  return {
    group,
    chosenId,
    ticked,
    /** What Enter keeps. */
    keep: keepOf(group, ticked, chosenId),
    choose,
    step: (by: 1 | -1) => choose(stepMember(group, chosenId, by)),
    chooseNth: (n: number) => {
      const member = group.members[n - 1];
      if (member) choose(member.image.id);
    },
    tick,
  };
}
export type Choice = ReturnType<typeof useChoice>;
