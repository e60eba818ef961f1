"use client";
import { KeyRoundIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { RelativeTime } from "@/components/relative-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Empty } from "@/components/ui/empty";
import { revokeApiKey, rotateApiKey } from "@/lib/contract/api-keys";
import type { ApiKey } from "@/lib/domain/api-key";
import { KeyShownOnce } from "./key-shown-once";

function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
  return (
    <p className="text-xs text-muted-foreground">
      <code className="font-mono">{apiKey.prefix}…</code>
      {" · made "}
      <RelativeTime at={apiKey.createdAt} />
      {" · "}
      {apiKey.lastUsedAt ? (
        <>
          last used <RelativeTime at={apiKey.lastUsedAt} />
        </>
      ) : (
        "never used"
      )}
      {" · "}
      {apiKey.expiresAt ? (
        <>
          expires <RelativeTime at={apiKey.expiresAt} />
        </>
      ) : (
        "does not expire"
      )}
    </p>
  );
}

function KeyRow({ apiKey, onRotated }: { apiKey: ApiKey; onRotated: (key: string) => void }) {
  const router = useRouter();
  const keyId = apiKey.id;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="grid min-w-0 gap-1">
        <div className="flex items-center gap-2">
          <span className="truncate text-sm font-medium">{apiKey.name}</span>
          {apiKey.revokedAt && <Badge variant="outline">Revoked</Badge>}
        </div>
        <KeyFacts apiKey={apiKey} />
        <ul aria-label="Scopes" className="flex flex-wrap gap-1">
          {apiKey.scopes.map((scope) => (
            <li key={scope}>
              <Badge variant="secondary" className="font-mono font-normal">
                {scope}
              </Badge>
            </li>
          ))}
        </ul>
      </div>
      {!apiKey.revokedAt && (
        <div className="flex gap-2">
          <ConfirmDialog
            trigger={<Button variant="outline">Rotate</Button>}
            title={`Rotate “${apiKey.name}”?`}
            description="The key gets a new secret. The old one stops working at once."
            confirmLabel="Rotate key"
            isDestructive={false}
            onConfirm={async () => {
              onRotated((await request(rotateApiKey, { keyId })).key);
              router.refresh();
            }}
          />
          <ConfirmDialog
            trigger={
              <Button variant="outline" className="text-failed-ink">
                Revoke
              </Button>
            }
            title={`Revoke “${apiKey.name}”?`}
            description="Whatever uses this key is refused from now on. It cannot be undone."
            confirmLabel="Revoke key"
            onConfirm={async () => {
              await request(revokeApiKey, { keyId });
              router.refresh();
            }}
          />
        </div>
      )}
    </li>
  );
}

export function ApiKeyList({ apiKeys }: { apiKeys: ApiKey[] }) {
  const [rotated, setRotated] = useState<string>();
  if (apiKeys.length === 0)
    return (
      <Empty
        icon={KeyRoundIcon}
        title="No API keys yet"
        text="A key lets a script crawl, curate and export in your name, within the scopes you choose."
      />
    );
  return (
    <>
      <ul className="divide-y overflow-hidden rounded-lg border bg-card">
        {apiKeys.map((apiKey) => (
          <KeyRow key={apiKey.id} apiKey={apiKey} onRotated={setRotated} />
        ))}
      </ul>
      <Dialog
        open={rotated !== undefined}
        onOpenChange={(isOpen) => !isOpen && setRotated(undefined)}
      >
        <DialogContent>
          {rotated && <KeyShownOnce apiKey={rotated} onDone={() => setRotated(undefined)} />}
        </DialogContent>
      </Dialog>
    </>
  );
}
