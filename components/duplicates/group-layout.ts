/**
 * The pictures with the facts beside them, or below where there is no room. Sets `--pane`, the height of a pane: side
 * by side it takes what the rest of the page leaves; on a phone they lie on one another.
 */
export const GROUP_LAYOUT =
  "grid gap-x-5 gap-y-2.5 lg:grid-cols-[minmax(0,1fr)_17rem] xl:grid-cols-[minmax(0,1fr)_20rem] [--pane:clamp(10rem,25dvh,30rem)] md:[--pane:clamp(15rem,min(100dvh-25rem,55vw),60rem)]";
