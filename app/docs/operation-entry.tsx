import Link from "next/link";
import { cn } from "@/components/cn";
import { CodeBlock } from "@/components/code-block";
import { Badge } from "@/components/ui/badge";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { Method, Operation } from "@/lib/contract/operation";
import { statusOf } from "@/lib/errors";
import { answerOf, curlOf, type Parameter, parametersOf } from "./describe-operation";

const METHOD_CLASSES: Record<Method, string> = {
  GET: "bg-waiting/12 text-waiting-ink",
  POST: "bg-accepted/12 text-accepted-ink",
  PATCH: "bg-rejected/15 text-rejected-ink",
  PUT: "bg-rejected/15 text-rejected-ink",
  DELETE: "bg-failed/12 text-failed-ink",
};

export function MethodTag({ method }: { method: Method }) {
  return (
    <span
      className={cn(
        "inline-flex w-14 justify-center rounded-sm py-px font-mono text-[11px] leading-4.5 font-medium",
        METHOD_CLASSES[method],
      )}
    >
      {method}
    </span>
  );
}

function Parameters({ fields, label }: { fields: Parameter[]; label: string }) {
  return (
    <div className="rounded-lg border">
      <Table aria-label={label}>
        <TableHeader>
          <TableRow className="hover:bg-transparent">
            <TableHead>Name</TableHead>
            <TableHead>In</TableHead>
            <TableHead>Type</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {fields.map(({ name, place, type, isRequired, description, fallback }) => (
            <TableRow key={name} className="align-top hover:bg-transparent">
              <TableCell className="font-mono text-xs whitespace-nowrap">
                {name}
                {isRequired && (
                  <span className="ml-1 font-sans text-muted-foreground">required</span>
                )}
              </TableCell>
              <TableCell className="text-muted-foreground">{place}</TableCell>
              <TableCell>
                <code className="font-mono text-xs wrap-anywhere">{type}</code>
                {fallback && (
                  <span className="text-xs text-muted-foreground"> · {fallback} if left out</span>
                )}
                {description && <p className="text-xs text-muted-foreground">{description}</p>}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

/** One endpoint: what it does, what it takes, what it answers, and a call to copy. */
export function OperationEntry({ op, baseUrl }: { op: Operation; baseUrl: string }) {
  const fields = parametersOf(op);
  return (
    <article id={op.id} className="scroll-mt-16 border-t py-6">
      <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm font-semibold">
        <a href={`#${op.id}`} className="hover:underline">
          {op.summary}
        </a>
        <Badge variant="outline" className="font-mono font-normal">
          {op.scope === "public" ? "no credentials" : op.scope === "any" ? "any scope" : op.scope}
        </Badge>
      </h3>
      <p className="mt-2 flex items-center gap-2">
        <MethodTag method={op.method} />
        <code className="min-w-0 font-mono text-[13px] break-all">/api/v1{op.path}</code>
      </p>
      <div className="mt-4 grid grid-cols-1 gap-4">
        {fields.length > 0 && <Parameters fields={fields} label={`Parameters of ${op.id}`} />}
        <p className="text-[13px] text-muted-foreground">
          Answers {op.status} with <code className="font-mono text-xs">{answerOf(op)}</code>
          {op.errors.length > 0 && ", or "}
          {op.errors.map((code, index) => (
            <span key={code}>
              {index > 0 && ", "}
              {statusOf(code)}{" "}
              <Link href={`/problems/${code}`} className="underline underline-offset-2">
                {code}
              </Link>
            </span>
          ))}
          .
        </p>
        <CodeBlock code={curlOf(op, baseUrl)} label={`the call of ${op.id}`} />
      </div>
    </article>
  );
}
