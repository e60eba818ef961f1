"use client";
import { useMutation } from "@tanstack/react-query";
import { PlusIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { request } from "@/components/api";
import { fieldError, isFormError, problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { createApiKey } from "@/lib/contract/api-keys";
import type { Scope } from "@/lib/domain/scope";
import { KeyShownOnce } from "./key-shown-once";
import { ScopePicker } from "./scope-picker";

const DAY_MS = 86_400_000;
const LIFETIMES = [
  ["30", "30 days"],
  ["90", "90 days"],
  ["365", "1 year"],
  ["never", "Never"],
] as const;

/** From a choice of LIFETIMES to the contract's time; null never expires. */
const expiryOf = (days: string): string | null =>
  days === "never" ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();

export function NewApiKey({ offered }: { offered: readonly Scope[] }) {
  const [isOpen, setOpen] = useState(false);
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set());
  const [lifetime, setLifetime] = useState("90");
  const router = useRouter();
  const create = useMutation({
    mutationFn: (form: FormData) =>
      request(createApiKey, {
        name: String(form.get("name")).trim(),
        scopes: [...scopes],
        rateLimit: Number(form.get("rateLimit")) || null,
        expiresAt: expiryOf(lifetime),
      }),
    onSuccess: () => router.refresh(),
  });

  function changeOpen(next: boolean) {
    setOpen(next);
    if (next) return;
    create.reset();
    setScopes(new Set());
    setLifetime("90");
  }

  return (
    <Dialog open={isOpen} onOpenChange={changeOpen}>
      <DialogTrigger asChild>
        <Button>
          <PlusIcon />
          New key
        </Button>
      </DialogTrigger>
      <DialogContent>
        {create.data ? (
          <KeyShownOnce apiKey={create.data.key} onDone={() => changeOpen(false)} />
        ) : (
          <>
            <DialogHeader>
              <DialogTitle>New API key</DialogTitle>
              <DialogDescription>
                Give it no more than it needs. You can revoke it at any time.
              </DialogDescription>
            </DialogHeader>
            <form
              className="grid gap-4"
              onSubmit={(event) => {
                event.preventDefault();
                create.mutate(new FormData(event.currentTarget));
              }}
            >
              <Field label="Name" error={fieldError(create.error, "name")}>
                <Input
                  name="name"
                  required
                  maxLength={100}
                  autoComplete="off"
                  placeholder="Training server"
                />
              </Field>
              <ScopePicker offered={offered} scopes={scopes} onChange={setScopes} />
              <div className="grid items-start gap-4 sm:grid-cols-2">
                <Field
                  label="Expires after"
                  htmlFor="key-lifetime"
                  error={fieldError(create.error, "expiresAt")}
                >
                  <Select value={lifetime} onValueChange={setLifetime}>
                    <SelectTrigger id="key-lifetime" className="w-full">
                      <SelectValue />
                    </SelectTrigger>
                    <SelectContent>
                      {LIFETIMES.map(([days, label]) => (
                        <SelectItem key={days} value={days}>
                          {label}
                        </SelectItem>
                      ))}
                    </SelectContent>
                  </Select>
                </Field>
                <Field
                  label="Requests an hour"
                  optional
                  error={fieldError(create.error, "rateLimit")}
                >
                  <Input
                    name="rateLimit"
                    type="number"
                    min={1}
                    max={100_000}
                    placeholder="No limit of its own"
                  />
                </Field>
              </div>
              {isFormError(create.error) && (
                <p role="alert" className="text-[13px] text-failed-ink">
                  {problemText(create.error)}
                </p>
              )}
              <DialogFooter>
                <Button variant="outline" onClick={() => changeOpen(false)}>
                  Cancel
                </Button>
                <Button type="submit" disabled={scopes.size === 0 || create.isPending}>
                  {create.isPending && <Spinner />}
                  Create key
                </Button>
              </DialogFooter>
            </form>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}
