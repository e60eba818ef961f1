import { SourceKeyList } from "@/components/settings/source-key-list";
import { load } from "@/lib/api/page";
import { listSources } from "@/lib/contract/sources";
import * as sources from "@/lib/services/sources";

export default async function SourceKeysPage() {
  const { items } = await load(listSources, sources.listSources, { limit: 200 });
  return (
    <>
      <p className="mb-4 max-w-prose text-[13px] text-muted-foreground">
        Some sources want to know who asks. A key of your own is kept encrypted, used for your
        searches only and never shown again.
      </p>
      <SourceKeyList sources={items} />
    </>
  );
}
