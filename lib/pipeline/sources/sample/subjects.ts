import { abstract } from "./abstract";
import { ANIMALS } from "./animals";
import type { Draw } from "./canvas";
import { isColour } from "./palette";
import type { Random } from "./random";
import { SCENES } from "./scenes";
import { SHAPES } from "./shapes";
import { TEXTURES } from "./textures";
import { THINGS } from "./things";

const DRAWINGS: Record<string, Draw> = {
  ...SHAPES,
  ...TEXTURES,
  ...SCENES,
  ...ANIMALS,
  ...THINGS,
};

/** Other words for the same drawing. */
const SYNONYMS: Record<string, string> = {
  oval: "ellipse",
  rhombus: "diamond",
  moon: "crescent",
  donut: "ring",
  polka: "dots",
  dot: "dots",
  stripe: "stripes",
  striped: "stripes",
  line: "stripes",
  chess: "checkerboard",
  chessboard: "checkerboard",
  checkered: "checkerboard",
  wave: "waves",
  wooden: "wood",
  brick: "bricks",
  tiles: "grid",
  sunrise: "sunset",
  dusk: "sunset",
  dawn: "sunset",
  hill: "mountain",
  landscape: "mountain",
  alps: "mountain",
  ocean: "sea",
  beach: "sea",
  coast: "sea",
  lake: "sea",
  woods: "forest",
  jungle: "forest",
  skyline: "city",
  building: "city",
  skyscraper: "city",
  street: "city",
  stars: "night",
  galaxy: "night",
  winter: "snow",
  dune: "desert",
  cactus: "desert",
  kitten: "cat",
  kitty: "cat",
  puppy: "dog",
  goldfish: "fish",
  parrot: "bird",
  sparrow: "bird",
  home: "house",
  cottage: "house",
  automobile: "car",
  vehicle: "car",
  ship: "boat",
  sailboat: "boat",
  yacht: "boat",
  rose: "flower",
  tulip: "flower",
  daisy: "flower",
  sunflower: "flower",
  fruit: "apple",
};

/** The colours that these have when the keyword names none. */
const NATURAL: Record<string, readonly [string, ...string[]]> = {
  cat: ["golden", "grey", "brown", "beige", "black", "white"],
  dog: ["brown", "brown", "beige", "golden", "grey", "black"],
  apple: ["red", "red", "green", "yellow"],
};

export interface Subject {
  readonly draw: Draw;
  /** The name of a colour family; undefined leaves it to chance. */
  readonly colour: string | undefined;
  /** The keyword names a colour and nothing that we can draw in it. */
  readonly isAlone: boolean;
}

/** What a keyword asks to see, by its words: the last one that we can draw ("red car" is a car), in a named colour. */
export function subjectOf(slug: string, random: Random): Subject {
  const words = slug.split("-");
  const name = words
    .toReversed()
    .map(drawingName)
    .find((found) => found !== undefined);
  const natural = name === undefined ? undefined : NATURAL[name];
  const named = words.find(isColour);
  return {
    draw: DRAWINGS[name ?? ""] ?? abstract,
    colour: named ?? (natural && random.pick(natural)),
    isAlone: name === undefined && named !== undefined,
  };
}

/** The drawing of a word in the singular or the plural. */
function drawingName(word: string): string | undefined {
  return [word, word.replace(/s$/, ""), word.replace(/es$/, ""), word.replace(/ies$/, "y")]
    .map((form) => (Object.hasOwn(SYNONYMS, form) ? (SYNONYMS[form] ?? form) : form))
    .find((form) => Object.hasOwn(DRAWINGS, form));
}
