import { KEEPER_REASON_LABELS } from "@/lib/domain/duplicate";
import { type Member, memberName, pairOf } from "../members";
import type { Choice } from "../use-choice";
import { copyText } from "../words";
import { Layer } from "./layer";
import { Pane } from "./pane";
import { PaneCard } from "./pane-card";
import { useAlternation } from "./use-alternation";
import type { ViewControl } from "./use-view";

export const COMPARE_MODES = ["pair", "flick", "difference", "all"] as const;
export type CompareMode = (typeof COMPARE_MODES)[number];

export interface ComparisonProps {
  choice: Choice;
  control: ViewControl;
  mode: CompareMode;
  /** How many times brighter differences are shown. */
  amplification: number;
  onSwipe: (by: 1 | -1) => void;
}

/** The pictures of a group, all at one place and zoom. */
export function Comparison(props: ComparisonProps) {
  const { choice, mode } = props;
  if (mode === "all") return <Cards {...props} members={choice.group.members} />;
  if (mode === "pair") return <Cards {...props} members={pairOf(choice.group, choice.chosenId)} />;
  return <Overlay key={mode} {...props} />;
}

/** Why a member is where it is. */
function detailOf(member: Member, { group }: Choice): string {
  if (member !== group.members[0]) return copyText(member);
  return group.keeperReason ? KEEPER_REASON_LABELS[group.keeperReason] : "";
}

/** A pane for each. */
function Cards({
  choice,
  control,
  mode,
  members,
  onSwipe,
}: ComparisonProps & { members: readonly Member[] }) {
  const isAll = mode === "all";
  return (
    <div
      className={
        isAll
          ? "grid grid-cols-2 gap-2 sm:grid-cols-[repeat(auto-fill,minmax(15rem,1fr))]"
          : "grid gap-2 md:grid-cols-2"
      }
    >
      {members.map((member) => {
        const { id } = member.image;
        const name = memberName(choice.group, id);
        const choose = () => choice.choose(id);
        return (
          <PaneCard
            key={id}
            name={name}
            detail={detailOf(member, choice)}
            isChosen={id === choice.chosenId}
            isKept={choice.keep.includes(id)}
            onChoose={choose}
          >
            <Pane
              control={control}
              wheel={isAll ? "scrolls" : "zooms"}
              onTap={choose}
              onSwipe={onSwipe}
              className={isAll ? "h-40 sm:h-52" : "h-(--pane)"}
            >
              {(box) => <Layer member={member} name={name} box={box} />}
            </Pane>
          </PaneCard>
        );
      })}
    </div>
  );
}

/** Both in one place: one after the other, or what differs between them. */
function Overlay({ choice, control, mode, amplification, onSwipe }: ComparisonProps) {
  const isDifference = mode === "difference";
  const isSecondShown = useAlternation(!isDifference);
  const [keeper, other = keeper] = pairOf(choice.group, choice.chosenId);
  if (!keeper || !other) return null;
  const shown = isSecondShown ? other : keeper;
  const names = [keeper, other].map(({ image }) => memberName(choice.group, image.id));
  return (
    <PaneCard
      name={isDifference ? names.join(" – ") : memberName(choice.group, shown.image.id)}
      detail={
        isDifference
          ? "Black is equal; the brighter, the more it differs."
          : detailOf(shown, choice)
      }
      isChosen={!isDifference && shown.image.id === choice.chosenId}
      isKept={isDifference ? null : choice.keep.includes(shown.image.id)}
      onChoose={() => choice.choose(isDifference ? other.image.id : shown.image.id)}
    >
      <Pane
        control={control}
        onTap={() => {}}
        onSwipe={onSwipe}
        className="h-[calc(2*var(--pane))] md:h-(--pane)"
      >
        {(box) => (
          <div
            className="absolute inset-0 isolate"
            style={
              isDifference
                ? { background: "#000", filter: `brightness(${amplification})` }
                : undefined
            }
          >
            <Layer member={keeper} name={names[0] ?? ""} box={box} />
            <Layer
              key={other.image.id}
              member={other}
              name={names[1] ?? ""}
              box={box}
              style={
                isDifference
                  ? { mixBlendMode: "difference" }
                  : { visibility: isSecondShown ? "visible" : "hidden" }
              }
            />
          </div>
        )}
      </Pane>
    </PaneCard>
  );
}
