import Link from "next/link";
import { PageLinks } from "@/components/page-links";
import { ApiKeyList } from "@/components/settings/api-key-list";
import { NewApiKey } from "@/components/settings/new-api-key";
import { load } from "@/lib/api/page";
import { OPERATIONS } from "@/lib/contract";
import { listApiKeys } from "@/lib/contract/api-keys";
import { USER_SCOPES } from "@/lib/domain/scope";
import * as apiKeyService from "@/lib/services/api-keys";

const asked = new Set<string>(OPERATIONS.map(({ scope }) => scope));
/** What an operation asks for; the rest of a person's scopes would open nothing. */
const OFFERED = USER_SCOPES.filter((scope) => asked.has(scope));

export default async function ApiKeysPage({
  searchParams,
}: {
  searchParams: Promise<{ cursor?: string }>;
}) {
  const { cursor } = await searchParams;
  const { items, nextCursor } = await load(listApiKeys, apiKeyService.listApiKeys, { cursor });
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="text-[13px] text-muted-foreground">
          For scripts and notebooks. See the{" "}
          <Link href="/docs" className="text-primary-ink underline underline-offset-2">
            API reference
          </Link>
          .
        </p>
        <NewApiKey offered={OFFERED} />
      </div>
      <ApiKeyList apiKeys={items} />
      <PageLinks path="/settings/api-keys" cursor={cursor} nextCursor={nextCursor} />
    </>
  );
}
