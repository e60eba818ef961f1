import { ArchiveIcon, CopyCheckIcon, type LucideIcon, ScaleIcon, SearchIcon } from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import { cn } from "@/components/cn";
import { OutcomeGroupBadge } from "@/components/outcome";
import { Button } from "@/components/ui/button";
import { pageActor } from "@/lib/api/page";
import { OUTCOME_GROUPS, type OutcomeGroup } from "@/lib/domain/outcome";

const STEPS: readonly [icon: LucideIcon, title: string, text: string][] = [
  [
    SearchIcon,
    "Name what you need",
    "Give it keywords with labels, pick the sources and a number of pictures. Or bring your own list of URLs.",
  ],
  [
    CopyCheckIcon,
    "Every picture is checked",
    "Each one is decoded in full, measured for darkness, blur and emptiness, and compared with all the others.",
  ],
  [
    ScaleIcon,
    "Where it came from stays with it",
    "Licence, creator, page and address are kept for each picture, with a credit line ready to copy.",
  ],
  [
    ArchiveIcon,
    "Export a folder that loads",
    "One folder a label in a ZIP, with metadata, credits and checksums. One line of Python reads it.",
  ],
];

/** What each outcome means, in the order in which a picture meets them. */
const OUTCOMES: Record<OutcomeGroup, string> = {
  accepted: "in the dataset, up to the number you asked for",
  duplicate: "the same picture, or nearly, is there already",
  rejected: "damaged, too small, or failed a quality check",
  failed: "the server did not deliver it; try just these again",
  skipped: "robots.txt, an AI opt-out or your own filters said no",
  waiting: "still to be fetched",
};

/** The gallery as it is, in the reader's theme; the hidden one of the two is not loaded. */
function Screenshot() {
  return (
    <figure className="mt-8">
      {(["light", "dark"] as const).map((theme) => (
        <img
          key={theme}
          src={`/gallery-${theme}.webp`}
          alt="A gallery of sixty accepted pictures with filters for label, decision, issue, source, licence and width above it"
          width={1920}
          height={1140}
          loading="lazy"
          decoding="async"
          className={cn(
            "h-auto w-full rounded-lg border",
            theme === "light" ? "dark:hidden" : "hidden dark:block",
          )}
        />
      ))}
      <figcaption className="mt-2 text-[13px] text-muted-foreground">
        The gallery of a dataset that the built-in sample source filled.
      </figcaption>
    </figure>
  );
}

export default async function LandingPage() {
  if (await pageActor()) redirect("/dashboard");
  return (
    <>
      <section className="mx-auto grid max-w-6xl gap-6 px-4 pt-20 pb-16 sm:px-6 sm:pt-28">
        <h1 className="max-w-3xl text-4xl leading-tight font-semibold tracking-tight text-balance sm:text-5xl">
          From a few words to an image dataset you can train on
        </h1>
        <p className="max-w-2xl text-base text-muted-foreground sm:text-lg">
          PixCrawler finds pictures for your keywords, leaves out what is broken, double or not
          offered for machine learning, and hands you a clean folder with the licence of every file.
        </p>
        <div className="flex flex-wrap gap-3">
          <Button asChild size="lg">
            <Link href="/signup">Create an account</Link>
          </Button>
          <Button asChild size="lg" variant="outline">
            <Link href="/docs">Read the API reference</Link>
          </Button>
        </div>
        <Screenshot />
      </section>

      <section aria-labelledby="how" className="border-t bg-canvas">
        <div className="mx-auto max-w-6xl px-4 py-16 sm:px-6">
          <h2 id="how" className="mb-8 text-xl font-semibold">
            How it works
          </h2>
          <ol className="grid gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-2 lg:grid-cols-4">
            {STEPS.map(([Icon, title, text]) => (
              <li key={title} className="grid content-start gap-2 bg-card p-5">
                <Icon className="size-5 text-primary-ink" aria-hidden />
                <h3 className="text-sm font-semibold">{title}</h3>
                <p className="text-sm text-muted-foreground">{text}</p>
              </li>
            ))}
          </ol>
        </div>
      </section>

      <section aria-labelledby="outcomes" className="border-t">
        <div className="mx-auto grid max-w-6xl gap-8 px-4 py-16 sm:px-6 lg:grid-cols-2">
          <div className="grid content-start gap-3">
            <h2 id="outcomes" className="text-xl font-semibold">
              Every address it finds is accounted for
            </h2>
            <p className="max-w-prose text-base text-muted-foreground">
              A crawl never loses a picture in silence. At any moment what was found equals the sum
              of these six, each with its cause. When the sources run dry before your target, it
              says how many are missing and why.
            </p>
          </div>
          <dl className="divide-y rounded-lg border bg-card">
            {OUTCOME_GROUPS.map((group) => (
              <div key={group} className="grid grid-cols-[7rem_1fr] items-center gap-3 px-4 py-2.5">
                <dt>
                  <OutcomeGroupBadge group={group} />
                </dt>
                <dd className="text-sm text-muted-foreground">{OUTCOMES[group]}</dd>
              </div>
            ))}
          </dl>
        </div>
      </section>
    </>
  );
}
