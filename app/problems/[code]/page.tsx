import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TextLink } from "@/components/text-link";
import { Badge } from "@/components/ui/badge";
import { OPERATIONS } from "@/lib/contract";
import { isErrorCode, statusOf, titleOf } from "@/lib/errors";
import { ADVICE } from "./advice";

interface Props {
  params: Promise<{ code: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await params;
  return { title: isErrorCode(code) ? titleOf(code) : "Not found" };
}

/** Where the `type` of a problem points. */
export default async function ProblemPage({ params }: Props) {
  const { code } = await params;
  if (!isErrorCode(code)) notFound();
  const { meaning, advice } = ADVICE[code];
  const operations = OPERATIONS.filter(({ errors }) => errors.includes(code));
  return (
    <article className="mx-auto w-full max-w-2xl px-4 py-16 sm:px-6">
      <p className="mb-2 flex items-center gap-2">
        <Badge variant="secondary" className="font-mono">
          {statusOf(code)}
        </Badge>
        <code className="font-mono text-[13px] text-muted-foreground">{code}</code>
      </p>
      <h1 className="mb-6 text-2xl font-semibold">{titleOf(code)}</h1>
      <div className="grid gap-3 text-base">
        <p>{meaning}</p>
        <p>{advice}</p>
      </div>
      <p className="mt-8 text-sm text-muted-foreground">
        {operations.length === 0
          ? "Any endpoint can answer with it."
          : "Besides others, answered by "}
        {operations.map(({ id }, index) => (
          <span key={id}>
            {index > 0 && ", "}
            <TextLink href={`/docs#${id}`}>{id}</TextLink>
          </span>
        ))}
        {operations.length > 0 && "."}
      </p>
    </article>
  );
}
