import type { Metadata } from "next";
import { CodeBlock } from "@/components/code-block";
import { TextLink } from "@/components/text-link";
import { OPERATIONS } from "@/lib/contract";
import type { Method } from "@/lib/contract/operation";
import { appUrl } from "@/lib/env";
import { MethodTag, OperationEntry } from "./operation-entry";

export const metadata: Metadata = { title: "API reference" };

const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const TAGS = [...new Set(OPERATIONS.map(({ tag }) => tag))];
const slugOf = (tag: string) => tag.toLowerCase().replaceAll(" ", "-");

export default function DocsPage() {
  const sorted = OPERATIONS.toSorted(
    (a, b) => a.path.localeCompare(b.path) || METHODS.indexOf(a.method) - METHODS.indexOf(b.method),
  );
  const groups = TAGS.map((tag) => [tag, sorted.filter((op) => op.tag === tag)] as const);
  return (
    <div className="mx-auto flex w-full max-w-6xl gap-10 px-4 sm:px-6">
      <nav
        aria-label="Endpoints"
        className="sticky top-12 hidden h-[calc(100dvh-3rem)] w-64 shrink-0 overflow-y-auto py-8 lg:block"
      >
        {groups.map(([tag, operations]) => (
          <div key={tag} className="mb-5">
            <a href={`#${slugOf(tag)}`} className="text-[13px] font-semibold hover:underline">
              {tag}
            </a>
            <ul className="mt-1.5 grid gap-0.5">
              {operations.map((op) => (
                <li key={op.id}>
                  <a
                    href={`#${op.id}`}
                    className="flex items-center gap-2 rounded-sm py-0.5 text-xs text-muted-foreground hover:text-foreground"
                  >
                    <MethodTag method={op.method} />
                    <span className="truncate">{op.path}</span>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="min-w-0 flex-1 py-8">
        <h1 className="text-2xl font-semibold">API reference</h1>
        <div className="mt-3 grid max-w-prose gap-3 text-sm text-muted-foreground">
          <p>
            Everything the pages do goes through this API. It speaks JSON; ids are UUIDs, times are
            ISO 8601 in UTC, sizes are bytes. Lists take <code>limit</code> and <code>cursor</code>{" "}
            and answer <code>items</code> and <code>nextCursor</code>. Errors are{" "}
            <code>application/problem+json</code>. Parameters that are not listed here are refused.
          </p>
          <p>
            Make a key under <TextLink href="/settings/api-keys">Settings, API keys</TextLink> and
            send it with every request. The same facts for machines:{" "}
            <a
              href="/api/v1/openapi.json"
              className="rounded-sm text-primary-ink underline underline-offset-2"
            >
              openapi.json
            </a>
            .
          </p>
        </div>
        <CodeBlock
          className="mt-4"
          code="Authorization: Bearer $PIXCRAWLER_KEY"
          label="the header with the key"
        />
        {groups.map(([tag, operations]) => (
          <section key={tag} aria-labelledby={slugOf(tag)} className="mt-12">
            <h2 id={slugOf(tag)} className="mb-4 scroll-mt-16 text-lg font-semibold">
              {tag}
            </h2>
            {operations.map((op) => (
              <OperationEntry key={op.id} op={op} baseUrl={appUrl()} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}
