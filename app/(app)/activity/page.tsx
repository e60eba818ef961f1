import type { Metadata } from "next";
import { ActivityList } from "@/components/activity/activity-list";
import { PageBody, PageHeader } from "@/components/page-header";
import { load } from "@/lib/api/page";
import { listActivity } from "@/lib/contract/activity";
import * as activity from "@/lib/services/activity";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage() {
  const first = await load(listActivity, activity.listActivity, {});
  return (
    <PageBody>
      <PageHeader title="Activity" text="What was done in your account, by you or by your keys." />
      <ActivityList first={first} />
    </PageBody>
  );
}
