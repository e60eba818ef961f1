/** Raised whenever a number below is measured otherwise: stored pictures of an older version are due for measuring. */
export const MEASURES_VERSION = 1;

/** Numbers read from one decode, over white. Stored as they are, so moving a threshold never opens a picture. */
export interface Measurements {
  /** Of the whole upright picture, in pixels; everything else is measured on its thumbnail. */
  readonly width: number;
  readonly height: number;
  /** Percentiles of the pixels' brightness, 0 black … 1 white. */
  readonly brightnessP1: number;
  readonly brightnessP5: number;
  readonly brightnessP50: number;
  readonly brightnessP99: number;
  /** Standard deviation of the luma, 0–0.5 of its range. */
  readonly contrast: number;
  /** Bits, of the histogram over all channels: up to 9.6, or 8 for a greyscale picture. */
  readonly entropy: number;
  /** Standard deviation of the edges at 64 pixels: small when blurred. */
  readonly edgeDeviation: number;
  /** Standard deviation of the 256 counts of the luma histogram at 64 pixels. */
  readonly histogramDeviation: number;
  readonly laplacianVariance: number;
  /** Hasler and Süsstrunk 2003: 0 grey, about 100 extremely colourful. */
  readonly colourfulness: number;
  /** Share of the pixels within 8 levels of the commonest, in the channel where that is least. */
  readonly uniformShare: number;
  readonly isGrayscale: boolean;
  /** Share of the area that a flat frame takes, on whatever sides. */
  readonly borderShare: number;
  /** Share of two equal dark bars opposite each other, as of a film. */
  readonly letterboxShare: number;
  /** Share of the area that is wholly or mostly transparent. */
  readonly transparentShare: number;
  /**
   * Of the energy in the four finest octaves at full size, the share in the finest, above half of the Nyquist frequency:
   * next to none in an enlarged picture. 1 where there is too little to tell by. Of JPEGs above a megapixel, in one strip.
   */
  readonly highFrequencyShare: number;
  /** Share of the height at the bottom that is one flat grey: what a decoder leaves of a picture that broke off. */
  readonly cutOffShare: number;
  /** Share of the area under rows of letter-like shapes: writing in a picture or laid over it. */
  readonly textShare: number;
  readonly frameCount: number;
  /** 1–100 by the quantisation tables, as libjpeg scales them; null for what is no JPEG. */
  readonly jpegQuality: number | null;
  /** 1–8 as found in the file; 1 where there is none. */
  readonly exifOrientation: number;
  /** The file ends before its own end mark, though it decodes. */
  readonly isCutShort: boolean;
  readonly hasAlpha: boolean;
  readonly hasIccProfile: boolean;
  /** EXIF states where it was taken. */
  readonly hasGps: boolean;
}
