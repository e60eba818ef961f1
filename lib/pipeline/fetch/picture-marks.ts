import type { Signal } from "@/lib/domain/image";
import { xmpTexts } from "./picture-xmp";
import { trainingMining } from "./training-mining";

const MAX_VALUE_LENGTH = 500;
/** Uses that building a dataset for machine learning is part of; inference is not. */
const OUR_USES = /\.(?:ai_training|ai_generative_training|data_mining)$/;
/** The property of the PLUS vocabulary, whatever its prefix, as attribute or as element. */
const DATA_MINING = ":DataMining";
const PLUS_VALUE = /\bDMI-[A-Z-]{1,60}/;
const MAX_MENTION_LENGTH = 500;
const MAX_MENTIONS = 16;

/**
 * Wishes about machine learning that are written into a picture: C2PA's training-mining assertions and IPTC's
 * `plus:DataMining`. One signal of each kind at most, the one that refuses where there are several. Total on any bytes.
 */
export function pictureMarks(bytes: Uint8Array): Signal[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [strictest(c2paSignals(buffer)), strictest(xmpTexts(buffer).flatMap(iptcSignals))].flat();
}

const strictest = (signals: readonly Signal[]): Signal[] => {
  const decisive = signals.find(({ allows }) => !allows) ?? signals[0];
  return decisive ? [decisive] : [];
};

const c2paSignals = (buffer: Buffer): Signal[] =>
  trainingMining(buffer).map(({ label, uses }) => {
    const refused = uses.filter(([entry, use]) => OUR_USES.test(entry) && use !== "allowed");
    const told = (refused.length > 0 ? refused : uses).map(([entry, use]) => `${entry}=${use}`);
    const value = `${label}: ${told.join(", ")}`.slice(0, MAX_VALUE_LENGTH);
    return { signal: "c2pa", value, allows: refused.length === 0 };
  });

function iptcSignals(buffer: Buffer): Signal[] {
  const signals: Signal[] = [];
  let at = buffer.indexOf(DATA_MINING);
  for (let looked = 0; at >= 0 && looked < MAX_MENTIONS; looked += 1) {
    const start = at + DATA_MINING.length;
    // Attribute, element and resource alike end before the next tag begins.
    const [mention = ""] = buffer.toString("latin1", start, start + MAX_MENTION_LENGTH).split("<");
    const value = PLUS_VALUE.exec(mention)?.[0];
    if (value)
      signals.push({
        signal: "iptc-data-mining",
        value,
        allows: !value.startsWith("DMI-PROHIBITED"),
      });
    at = buffer.indexOf(DATA_MINING, start);
  }
  return signals;
}
