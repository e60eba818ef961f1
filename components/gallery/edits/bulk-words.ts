import type { BulkAction } from "@/lib/domain/curation";

interface Words {
  /** Of a thing that happened. */
  readonly name: string;
  /** To begin a question: "Reject 12 pictures?" */
  readonly verb: string;
  /** To say that it is done: "Rejected 12 pictures". */
  readonly past: string;
}

export const BULK_WORDS: Record<BulkAction, Words> = {
  accept: { name: "Accept", verb: "Accept", past: "Accepted" },
  reject: { name: "Reject", verb: "Reject", past: "Rejected" },
  clear: { name: "Back to undecided", verb: "Clear the decision on", past: "Cleared" },
  label: { name: "Label", verb: "Label", past: "Labelled" },
  unlabel: {
    name: "Remove a label",
    verb: "Remove the label from",
    past: "Removed the label from",
  },
  relabel: { name: "Change the class", verb: "Change the class of", past: "Changed the class of" },
  split: { name: "Split", verb: "Set the split of", past: "Set the split of" },
  delete: { name: "Delete", verb: "Delete", past: "Deleted" },
};
