import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type Edit,
  type EditGroup,
  groupEdits,
  type Wish,
} from "@/components/gallery/edits/edit-groups";
import { createEditQueue } from "@/components/gallery/edits/edit-queue";
import { createHistory } from "@/components/gallery/edits/history";

const wish = (decision: Wish["decision"], ...labels: string[]): Wish => ({
  decision,
  labels: labels.length > 0 ? labels : ["cat"],
});
const OPEN = wish("undecided");
const edit = (id: string, from: Wish, to: Wish): Edit => ({ id, from, to });
const brief = (groups: readonly EditGroup[]) =>
  groups.map(({ action, label, edits }) => [action, label, edits.map(({ id }) => id).join(" ")]);

describe("edits", () => {
  test("that do the same go together, and what came out as it was goes nowhere", () => {
    const groups = groupEdits([
      edit("1", OPEN, wish("accepted")),
      edit("2", OPEN, wish("rejected")),
      edit("3", OPEN, wish("accepted")),
      edit("4", OPEN, OPEN),
      edit("5", wish("rejected"), OPEN),
    ]);
    expect(brief(groups)).toEqual([
      ["accept", null, "1 3"],
      ["reject", null, "2"],
      ["clear", null, "5"],
    ]);
  });

  test("of labels are an addition, a removal, another class, or the whole list where it is more", () => {
    const groups = groupEdits([
      edit("1", wish("undecided", "cat"), wish("undecided", "cat", "pet")),
      edit("2", wish("undecided", "dog"), wish("undecided", "dog", "pet")),
      edit("3", wish("undecided", "cat", "pet"), wish("undecided", "pet")),
      edit("4", wish("undecided", "cat", "pet", "old"), wish("undecided", "old", "cat", "pet")),
      edit("5", wish("undecided", "cat"), wish("accepted", "dog")),
    ]);
    expect(brief(groups)).toEqual([
      ["label", "pet", "1 2"],
      ["unlabel", "cat", "3"],
      ["replace", null, "4"],
      ["accept", null, "5"],
      ["relabel", "dog", "5"],
    ]);
  });
});

describe("saving edits", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function queueOf(answers: ((group: EditGroup) => Promise<unknown>)[] = []) {
    const sent: EditGroup[] = [];
    const lost: string[] = [];
    const queue = createEditQueue({
      save: (group) => {
        sent.push(group);
        return answers.shift()?.(group) ?? Promise.resolve();
      },
      isWorthRetrying: (error) => error === "later",
      onSaved: () => {},
      onLost: ({ edits }, error) => lost.push(`${edits.map(({ id }) => id)}: ${error}`),
    });
    return { queue, sent, lost };
  }
  const failing = (error: string) => () => Promise.reject(error);

  test("waits for a burst to end and sends it as one request", async () => {
    const { queue, sent } = queueOf();
    for (const id of ["1", "2", "3"]) queue.edit(edit(id, OPEN, wish("accepted")));
    expect(queue.state.get()).toEqual({ waiting: 3, lost: 0 });
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(250);
    expect(brief(sent)).toEqual([["accept", null, "1 2 3"]]);
    expect(queue.state.get()).toEqual({ waiting: 0, lost: 0 });
  });

  test("sends nothing for what was taken back in time", async () => {
    const { queue, sent } = queueOf();
    queue.edit(edit("1", OPEN, wish("accepted")));
    queue.edit(edit("1", wish("accepted"), OPEN));
    await queue.flush();
    expect(sent).toHaveLength(0);
  });

  test("sends one request after the other, with what was set in between in the next", async () => {
    let answer = () => {};
    const { queue, sent } = queueOf([
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    ]);
    queue.edit(edit("1", OPEN, wish("accepted")));
    const flushed = queue.flush();
    queue.edit(edit("1", wish("accepted"), wish("rejected")));
    expect(sent).toHaveLength(1);
    answer();
    await flushed;
    expect(brief(sent)).toEqual([
      ["accept", null, "1"],
      ["reject", null, "1"],
    ]);
  });

  test("tries once more where the server could not be reached, and no more than that", async () => {
    const { queue, sent, lost } = queueOf([failing("later"), failing("later")]);
    queue.edit(edit("1", OPEN, wish("accepted")));
    await queue.flush();
    expect(sent).toHaveLength(2);
    expect(lost).toEqual(["1: later"]);
    expect(queue.state.get()).toEqual({ waiting: 0, lost: 1 });
  });

  test("does not repeat what was refused, and says what was lost of it", async () => {
    const { queue, sent, lost } = queueOf([failing("no")]);
    queue.edit(edit("1", OPEN, wish("accepted")));
    queue.edit(edit("2", OPEN, wish("rejected")));
    await queue.flush();
    expect(sent).toHaveLength(2);
    expect(lost).toEqual(["1: no"]);
  });

  test("starts from what the server has where an edit before was lost", async () => {
    const { queue, sent } = queueOf([failing("no")]);
    queue.edit(edit("1", OPEN, wish("accepted")));
    const flushed = queue.flush();
    queue.edit(edit("1", wish("accepted"), OPEN));
    await flushed;
    expect(brief(sent)).toEqual([["accept", null, "1"]]);
  });

  test("wins over an answer that was asked for before it was saved", async () => {
    const { queue } = queueOf();
    const before = performance.now();
    queue.edit(edit("1", OPEN, wish("accepted")));
    expect(queue.wishFor("1", before)).toEqual(wish("accepted"));
    await vi.advanceTimersByTimeAsync(300);
    expect(queue.wishFor("1", before)).toEqual(wish("accepted"));
    await vi.advanceTimersByTimeAsync(1);
    expect(queue.wishFor("1", performance.now())).toBeUndefined();
  });
});

describe("the history", () => {
  test("takes edits back and does them again, in their order", () => {
    const set: string[] = [];
    const history = createHistory((edits) => {
      for (const { id, to } of edits) set.push(`${id} ${to.decision}`);
    });
    history.add({ edits: [edit("1", OPEN, wish("accepted"))] });
    history.add({ edits: [edit("2", OPEN, wish("rejected"))] });
    history.undo();
    history.undo();
    expect(history.undo()).toBeNull();
    history.redo();
    expect(set).toEqual(["2 undecided", "1 undecided", "1 accepted"]);
    history.add({ edits: [edit("3", OPEN, wish("accepted"))] });
    expect(history.redo()).toBeNull();
  });

  test("hands a change of the server over once, from wherever it stands", () => {
    const history = createHistory(() => {});
    history.add({ token: "a", words: "Rejected 2 pictures" });
    history.add({ token: "b", words: "Rejected 3 pictures" });
    expect(history.take("a")).toBe(true);
    expect(history.take("a")).toBe(false);
    expect(history.undo()).toMatchObject({ token: "b" });
  });
});
