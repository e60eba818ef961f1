import type { Expansion, ExpansionStrategy } from "@/lib/domain/expansion";
import { pluralOf, singularOf } from "./variants";

type TemplateGroup = Extract<
  ExpansionStrategy,
  "view" | "background" | "lighting" | "quantity" | "season" | "style"
>;

/** Phrases around a keyword, by what they vary; {one} is the keyword in the singular, {many} in the plural. */
const TEMPLATES: Record<TemplateGroup, readonly string[]> = {
  view: [
    "{} close-up",
    "{} from above",
    "{} side view",
    "{} from behind",
    "{} front view",
    "{} from below",
    "{} in the distance",
    "{} detail",
  ],
  background: [
    "{} outdoors",
    "{} indoors",
    "{} in a city",
    "{} in nature",
    "{} on grass",
    "{} on a white background",
    "{} near water",
    "{} against the sky",
  ],
  lighting: [
    "{} in sunlight",
    "{} at night",
    "{} at sunset",
    "{} backlit",
    "{} in the shade",
    "{} in low light",
    "{} with flash",
  ],
  quantity: ["one {one}", "two {many}", "three {many}", "group of {many}", "many {many}"],
  season: [
    "{} in summer",
    "{} in winter",
    "{} in autumn",
    "{} in spring",
    "{} in the rain",
    "{} in snow",
    "{} in fog",
  ],
  style: [
    "{} drawing",
    "{} painting",
    "{} cartoon",
    "{} illustration",
    "{} logo",
    "{} icon",
    "{} sculpture",
    "{} toy",
  ],
};
export const TEMPLATE_GROUPS = Object.keys(TEMPLATES) as TemplateGroup[];

export const fromTemplates = (keyword: string, group: TemplateGroup): Expansion[] =>
  TEMPLATES[group].map((template) => ({
    keyword: template
      .replace("{one}", singularOf(keyword))
      .replace("{many}", pluralOf(keyword))
      .replace("{}", keyword),
    relation: group,
    strategy: group,
  }));
