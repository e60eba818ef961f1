import { formatCount } from "@/components/format";
import type { Image } from "@/lib/domain/image";
import { Facts } from "./section";

type Measured = Image["measurements"][string];

const share = (value: Measured) =>
  typeof value === "number" ? `${(value * 100).toFixed(1)} %` : null;
const number = (digits: number) => (value: Measured) =>
  typeof value === "number" ? formatCount(Number(value.toFixed(digits))) : null;
const yes = (value: Measured) => (value ? "yes" : "no");
/** Only where there is something to say. */
const ifSo = (value: Measured) => (value ? "yes" : null);
const above = (usual: number) => (value: Measured) =>
  typeof value === "number" && value > usual ? String(value) : null;

/** How each number is called and written; a null is left out. */
const MEASURED: Record<string, readonly [name: string, write: (value: Measured) => string | null]> =
  {
    brightnessP1: ["Darkest 1 %", share],
    brightnessP50: ["Median brightness", share],
    brightnessP99: ["Brightest 1 %", share],
    contrast: ["Contrast", number(2)],
    entropy: ["Entropy, bits", number(1)],
    laplacianVariance: ["Sharpness", number(0)],
    colourfulness: ["Colourfulness", number(0)],
    uniformShare: ["One colour", share],
    isGrayscale: ["Greyscale", yes],
    borderShare: ["Border", share],
    letterboxShare: ["Letterbox", share],
    transparentShare: ["Transparent", share],
    highFrequencyShare: ["Fine detail", share],
    cutOffShare: ["Cut off", share],
    textShare: ["Writing", share],
    frameCount: ["Frames", above(1)],
    jpegQuality: ["JPEG quality", number(0)],
    exifOrientation: ["EXIF orientation", above(1)],
    hasIccProfile: ["ICC profile", ifSo],
    hasGps: ["States a place (GPS)", ifSo],
    isCutShort: ["File breaks off", ifSo],
    hasWrongExtension: ["Extension is wrong", ifSo],
  };

/** Every number that the checks read, for who wants to know exactly. */
export function Measurements({ measurements }: Pick<Image, "measurements">) {
  return (
    <details className="text-[13px]">
      <summary className="cursor-pointer text-xs text-muted-foreground pointer-coarse:py-3">
        Measurements
      </summary>
      <div className="pt-2">
        <Facts
          rows={Object.entries(MEASURED).map(([key, [name, write]]) => [
            name,
            write(measurements[key] ?? null),
          ])}
        />
      </div>
    </details>
  );
}
