import { RelativeTime } from "@/components/relative-time";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { load } from "@/lib/api/page";
import { getMe } from "@/lib/contract/auth";
import * as auth from "@/lib/services/auth";

export default async function ProfilePage() {
  const me = await load(getMe, auth.getMe, {});
  const rows = [
    ["E-mail", me.email ?? "None"],
    ["Name", me.displayName ?? "None"],
    ["Role", me.role === "admin" ? "Administrator" : "User"],
    ["Member since", <RelativeTime key="since" at={me.createdAt} />],
    [
      "Id",
      <code key="id" className="font-mono text-xs select-all">
        {me.id}
      </code>,
    ],
  ] as const;
  return (
    <Card className="max-w-2xl">
      <CardHeader>
        <CardTitle>Profile</CardTitle>
        <CardDescription>As it stands with the service that signs you in.</CardDescription>
      </CardHeader>
      <CardContent>
        <dl className="divide-y border-t">
          {rows.map(([name, value]) => (
            <div key={name} className="grid gap-0.5 py-2.5 text-[13px] sm:grid-cols-[10rem_1fr]">
              <dt className="text-muted-foreground">{name}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </CardContent>
    </Card>
  );
}
