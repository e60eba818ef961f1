import type { Metadata } from "next";
import { loadDatasets } from "@/app/(app)/shared-loads";
import { ActivityList } from "@/components/activity/activity-list";
import { PageBody, PageHeader } from "@/components/page-header";
import { load } from "@/lib/api/page";
import { listActivity } from "@/lib/contract/activity";
import * as activity from "@/lib/services/activity";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage() {
  const [first, { items }] = await Promise.all([
    load(listActivity, activity.listActivity, {}),
    loadDatasets(),
  ]);
  const names = Object.fromEntries(items.map(({ id, name }) => [id, name]));
  return (
    <PageBody>
      <PageHeader title="Activity" text="What was done in your account, by you or by your keys." />
      <ActivityList first={first} datasets={names} />
    </PageBody>
  );
}
