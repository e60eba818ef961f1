/** A score of 1 at 0, one half at `half`, a quarter at twice that: for shares of a picture that are small at their worst. */
export const halving = (value: number, half: number): number => 0.5 ** (value / half);
