"use client";
import { CircleAlertIcon, EyeIcon, EyeOffIcon, MailCheckIcon } from "lucide-react";
import { type ReactNode, useActionState, useState } from "react";
import { cn } from "@/components/cn";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";

/** What a form's action answers when it did not lead elsewhere. */
export type AuthFormState =
  | { ok: true; message: string }
  | { ok: false; message: string; fieldErrors?: Readonly<Record<string, string[] | undefined>> }
  | null;
export type AuthFormAction = (state: AuthFormState, form: FormData) => Promise<AuthFormState>;

export interface AuthField {
  name: "email" | "password" | "displayName";
  label: string;
  type: "email" | "password" | "text";
  /** The token that tells a password manager what belongs here. */
  autoComplete: string;
  hint?: string;
  isOptional?: boolean;
  /** Beside the label, such as the link to a forgotten password. */
  aside?: ReactNode;
}

function PasswordInput(props: React.ComponentProps<typeof Input>) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOffIcon : EyeIcon;
  return (
    <div className="relative">
      <Input
        {...props}
        type={isShown ? "text" : "password"}
        className={cn(props.className, "pr-10")}
      />
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={isShown ? "Hide the password" : "Show the password"}
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-0 right-0.5 my-auto text-muted-foreground"
      >
        <Icon />
      </Button>
    </div>
  );
}

function Notice({ state }: { state: AuthFormState }) {
  if (!state) return null;
  const Icon = state.ok ? MailCheckIcon : CircleAlertIcon;
  return (
    <p
      role={state.ok ? "status" : "alert"}
      className={`flex items-start gap-2 rounded-md px-3 py-2 text-[13px] ${
        state.ok ? "bg-accepted/12 text-accepted-ink" : "bg-failed/12 text-failed-ink"
      }`}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      {state.message}
    </p>
  );
}

/** A form of the sign-in pages. It works before and without JavaScript: the actions are the forms' own. */
export function AuthForm({
  action,
  fields,
  submitLabel,
  next,
  alternative,
  initialState = null,
}: {
  action: AuthFormAction;
  fields: readonly AuthField[];
  submitLabel: string;
  /** Where to go afterwards, a path on this site. */
  next?: string | undefined;
  /** A second way on with the same fields. */
  alternative?: { action: AuthFormAction; label: string };
  initialState?: AuthFormState;
}) {
  const [state, submit, isPending] = useActionState(action, initialState);
  const [otherState, submitOther, isOtherPending] = useActionState(
    alternative?.action ?? action,
    null,
  );
  const [lastUsed, setLastUsed] = useState<"main" | "other">();
  // A form without JavaScript comes back with whichever answer there is.
  const shown = lastUsed === "other" || (!lastUsed && otherState) ? otherState : state;
  const errors = shown && !shown.ok ? shown.fieldErrors : undefined;
  // React resets a form whose action has ended, to what was sent. Until then the fields keep what is typed themselves: it
  // may be there before the scripts are.
  const [sent, setSent] = useState<Record<string, string>>({});

  return (
    <form
      action={submit}
      onSubmit={(event) => {
        const { submitter } = event.nativeEvent as SubmitEvent;
        setLastUsed(submitter?.hasAttribute("formaction") ? "other" : "main");
        const form = new FormData(event.currentTarget);
        setSent(Object.fromEntries(fields.map(({ name }) => [name, String(form.get(name) ?? "")])));
      }}
      className="grid gap-4"
    >
      <Notice state={shown} />
      {next && <input type="hidden" name="next" value={next} />}
      {fields.map(({ name, label, type, autoComplete, hint, isOptional, aside }) => {
        const Control = type === "password" ? PasswordInput : Input;
        return (
          <div key={name} className="relative">
            <Field
              label={label}
              hint={hint}
              optional={isOptional ?? false}
              error={errors?.[name]?.[0]}
            >
              <Control
                name={name}
                type={type}
                autoComplete={autoComplete}
                required={!isOptional}
                className="h-10"
                defaultValue={sent[name] ?? ""}
              />
            </Field>
            {aside && <div className="absolute top-0 right-0 text-xs">{aside}</div>}
          </div>
        );
      })}
      <Button type="submit" size="lg" disabled={isPending || isOtherPending}>
        {isPending && <Spinner />}
        {submitLabel}
      </Button>
      {alternative && (
        <Button
          type="submit"
          size="lg"
          variant="outline"
          formNoValidate
          formAction={submitOther}
          disabled={isPending || isOtherPending}
        >
          {isOtherPending && <Spinner />}
          {alternative.label}
        </Button>
      )}
    </form>
  );
}
