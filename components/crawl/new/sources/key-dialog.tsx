"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRoundIcon } from "lucide-react";
import { type ComponentProps, type FormEvent, type ReactNode, useState } from "react";
import { request } from "@/components/api";
import { ExternalLink } from "@/components/dataset/external-link";
import { problemText } from "@/components/problem";
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
import { Spinner } from "@/components/ui/spinner";
import { deleteSourceKey, setSourceKey } from "@/lib/contract/sources";
import type { SourceInfo } from "@/lib/domain/source";
import { isSourceKind } from "../draft";
import { SOURCES_KEY } from "./use-sources";

/** Asks for a source's key, shows the end of the one there is, and takes it away again. Nothing for sources without keys. */
export function KeyDialog({
  source: { kind, name, key },
  trigger,
}: {
  source: SourceInfo;
  /** The button that opens it, where the usual one would say too little. */
  trigger?: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const client = useQueryClient();
  const done = async () => {
    await client.invalidateQueries({ queryKey: SOURCES_KEY });
    setOpen(false);
  };
  const save = useMutation({
    mutationFn: async (values: Record<string, string>) => {
      if (isSourceKind(kind)) await request(setSourceKey, { kind, key: values });
    },
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: async () => {
      if (isSourceKind(kind)) await request(deleteSourceKey, { kind });
    },
    onSuccess: done,
  });
  if (!key) return null;
  const isOwn = key.from === "own";
  const isNeeded = key.isRequired && key.from === null;
  const error = save.error ?? remove.error;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // React hands events of the dialog up to the form that the button lies in.
    event.stopPropagation();
    const form = new FormData(event.currentTarget);
    save.mutate(
      Object.fromEntries(key.fields.map((field) => [field.name, String(form.get(field.name))])),
    );
  };
  const changeOpen = (isNowOpen: boolean) => {
    setOpen(isNowOpen);
    save.reset();
    remove.reset();
  };
  return (
    <Dialog open={isOpen} onOpenChange={changeOpen}>
      <DialogTrigger asChild>
        {trigger ?? <UsualTrigger name={name} isNeeded={isNeeded} isOwn={isOwn} />}
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Your key for {name}</DialogTitle>
          <DialogDescription>
            It is kept encrypted, used for your searches only, and never shown again.
            {key.from === "server" && " Without one, this server's key is used."}
            {key.from === null &&
              !key.isRequired &&
              " It also works without one, within tighter limits."}
          </DialogDescription>
        </DialogHeader>
        <form onSubmit={submit} className="grid gap-4">
          {isOwn && <p className="text-[13px]">The present one ends in {key.hint ?? "…"}.</p>}
          {key.fields.map((field) => (
            <Field key={field.name} label={field.label}>
              <Input
                name={field.name}
                required
                maxLength={500}
                type="password"
                autoComplete="off"
                spellCheck={false}
              />
            </Field>
          ))}
          {key.signUpUrl && (
            <p className="text-xs text-muted-foreground">
              No key yet?{" "}
              <ExternalLink href={key.signUpUrl} label={`Get a key for ${name}`}>
                Get a key
              </ExternalLink>
            </p>
          )}
          {error && (
            <p role="alert" className="text-[13px] text-failed-ink">
              {problemText(error)}
            </p>
          )}
          <DialogFooter>
            {isOwn && (
              <Button
                variant="ghost"
                className="text-failed-ink sm:mr-auto"
                disabled={remove.isPending}
                onClick={() => remove.mutate()}
              >
                Remove the key
              </Button>
            )}
            <Button variant="outline" onClick={() => changeOpen(false)}>
              Cancel
            </Button>
            <Button type="submit" disabled={save.isPending}>
              {save.isPending && <Spinner />}
              Keep the key
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Radix hands its trigger's props to what lies in it, so they are passed on. */
function UsualTrigger({
  name,
  isNeeded,
  isOwn,
  ...props
}: { name: string; isNeeded: boolean; isOwn: boolean } & ComponentProps<typeof Button>) {
  return isNeeded ? (
    <Button variant="outline" size="sm" {...props}>
      <KeyRoundIcon />
      Give a key<span className="sr-only"> for {name}</span>
    </Button>
  ) : (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={isOwn ? `Your key for ${name}` : `Give a key for ${name}`}
      className={isOwn ? "text-primary-ink" : "text-muted-foreground"}
      {...props}
    >
      <KeyRoundIcon />
    </Button>
  );
}
