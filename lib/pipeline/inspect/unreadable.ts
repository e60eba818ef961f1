import type { Rejected } from "../../domain/outcome.ts";

/** Ends the decoding of a picture with an outcome; the message becomes its detail. */
export class Unreadable extends Error {
  override name = "Unreadable";
  readonly outcome: Rejected;
  constructor(outcome: Rejected, detail: string) {
    super(detail);
    this.outcome = outcome;
  }
}
