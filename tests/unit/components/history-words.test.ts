import { describe, expect, it, test } from "vitest";
import { activityPath, activityText } from "@/components/activity/activity-words";
import { actorText, changeText } from "@/components/gallery/panel/history-words";
import type { Activity } from "@/lib/domain/activity";
import type { Change } from "@/lib/domain/curation";

const AT = "2026-01-02T03:04:05.000Z";
const ID = "01890000-0000-7000-8000-000000000001";
const change = (step: Partial<Change>): Change => ({
  id: ID,
  action: "accept",
  actor: "user",
  decision: null,
  labels: null,
  split: null,
  imageCount: 1,
  createdAt: AT,
  undoneAt: null,
  ...step,
});
const activity = (entry: Partial<Activity>): Activity => ({
  id: ID,
  actor: "user",
  action: "dataset.created",
  resourceType: "dataset",
  resourceId: ID,
  details: {},
  requestId: null,
  createdAt: AT,
  ...entry,
});

describe("a step of a picture's history", () => {
  test.each([
    [{ decision: "rejected" as const }, "Rejected"],
    [{ labels: ["cat", "pet"] }, "Labelled cat, pet"],
    [{ action: "split" as const, split: "test" as const }, "Put into test"],
    [{ action: "split" as const }, "Taken out of its split"],
    [
      { action: "undo" as const, decision: "undecided" as const },
      "An earlier change undone; Set back to undecided",
    ],
    [{ decision: "accepted" as const, imageCount: 1_205 }, "Accepted, with 1,204 other pictures"],
  ])("%o reads as “%s”", (step, text) => {
    expect(changeText(change(step))).toBe(text);
  });

  it("says who acted, without showing a key's id", () => {
    expect(actorText("user")).toBe("By you");
    expect(actorText(`api-key:${ID}`)).toBe("By an API key");
    expect(actorText("system")).toBe("By PixCrawler");
  });
});

describe("an entry of the activity log", () => {
  it("counts pictures and names what it is about", () => {
    const details = { affected: 12_408, label: "cat" };
    expect(activityText(activity({ action: "images.label", details }))).toBe(
      "Labelled 12,408 pictures: cat",
    );
    expect(activityText(activity({ details: { name: "Curlews" } }))).toBe(
      "Created a dataset: Curlews",
    );
    const merged = { from: ["sunset", "dusk"], into: "evening" };
    expect(activityText(activity({ action: "label.merged", details: merged }))).toBe(
      "Merged labels: sunset, dusk → evening",
    );
    expect(activityText(activity({ action: "dataset.rules-updated" }))).toBe(
      "Changed the checks of a dataset",
    );
  });

  it("says in which dataset, where that is not what it is about", () => {
    const entry = { action: "images.clear", details: { count: 17 } };
    expect(activityText(activity(entry), "Waders")).toBe(
      "Took back the decision on 17 pictures in Waders",
    );
    expect(activityText(activity({ action: "dataset.validated" }), "Waders")).toBe(
      "Validated a dataset again: Waders",
    );
    expect(activityText(activity({ details: { name: "Curlews" } }), "Waders")).toBe(
      "Created a dataset: Curlews",
    );
    const level = {
      action: "dataset.level-updated",
      details: { before: "basic", after: "strict" },
    };
    expect(activityText(activity(level), "Waders")).toBe(
      "Changed the level of a dataset: Waders: basic → strict",
    );
    const job = { action: "job.cancel", resourceType: "job", details: { name: "Gulls" } };
    expect(activityText(activity(job), "Gulls")).toBe("Cancelled a crawl: Gulls");
    expect(activityText(activity(job), "Waders")).toBe("Cancelled a crawl in Waders: Gulls");
  });

  it("is readable also for an action that has no words of its own", () => {
    expect(activityText(activity({ action: "some-thing.odd-act" }))).toBe("odd act some thing");
  });

  it("leads to what it is about, where that is still there", () => {
    expect(activityPath(activity({}))).toBe(`/datasets/${ID}`);
    expect(activityPath(activity({ action: "dataset.deleted" }))).toBeNull();
    expect(activityPath(activity({ resourceType: "api-key" }))).toBeNull();
    const details = { datasetId: ID };
    expect(activityPath(activity({ resourceType: "image", details }))).toBe(
      `/datasets/${ID}?image=${ID}`,
    );
  });
});
