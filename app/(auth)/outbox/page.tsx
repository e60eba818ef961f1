import { MailIcon } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { RelativeTime } from "@/components/relative-time";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { pageActor } from "@/lib/api/page";
import { listOutbox } from "@/lib/auth/outbox";
import { AppError } from "@/lib/errors";

export const metadata: Metadata = { title: "Outbox" };

async function outboxMails() {
  try {
    return await listOutbox(await pageActor(), { headers: await headers() });
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
}

export default async function OutboxPage() {
  const mails = await outboxMails();
  return (
    <div className="w-full max-w-2xl self-center">
      <h1 className="text-lg font-semibold">Outbox</h1>
      <p className="mb-4 text-[13px] text-muted-foreground">
        Mail that would have been sent, newest first, kept for a week.
      </p>
      {mails.length === 0 ? (
        <Empty
          icon={MailIcon}
          title="No mail yet"
          text="Sign-in links and links to a new password arrive here."
          className="bg-card"
        />
      ) : (
        <ul className="divide-y overflow-hidden rounded-lg border bg-card">
          {mails.map((mail) => (
            <li
              key={mail.id}
              className="flex flex-wrap items-center justify-between gap-3 px-4 py-3"
            >
              <div className="min-w-0">
                <h2 className="truncate text-sm font-medium">{mail.subject}</h2>
                <p className="truncate text-xs text-muted-foreground">
                  To {mail.recipient} · <RelativeTime at={mail.createdAt.toISOString()} />
                </p>
              </div>
              {mail.link && (
                <Button asChild variant="outline">
                  <a href={mail.link}>Open its link</a>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
