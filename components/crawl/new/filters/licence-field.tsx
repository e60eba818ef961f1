"use client";
import type { ReactNode } from "react";
import { ManyField } from "./many-field";

/** What one wants to do with the pictures; all that are chosen have to hold. */
export const LICENCE_GROUPS = {
  commercial: "Commercial use",
  modification: "Changes allowed",
  "no-share-alike": "No share-alike",
  "public-domain": "Public domain only",
} as const;

const same = (id: string) => [id, id] as const;
/** Families: any version of them. */
const LICENCES: Record<string, string> = Object.fromEntries(
  [
    "CC0-1.0",
    "PDM-1.0",
    "CC-BY",
    "CC-BY-SA",
    "CC-BY-ND",
    "CC-BY-NC",
    "CC-BY-NC-SA",
    "CC-BY-NC-ND",
  ].map(same),
);

/** Licences by what they allow, and one by one for those who know them. */
export function LicenceField({
  licences,
  onChange,
  children,
}: {
  licences: readonly string[];
  onChange: (licences: string[]) => void;
  children: ReactNode;
}) {
  const groups = licences.filter((name) => name in LICENCE_GROUPS);
  const named = licences.filter((name) => !(name in LICENCE_GROUPS));
  return (
    <div className="grid gap-2">
      <ManyField
        label="Licence"
        choices={LICENCE_GROUPS}
        chosen={groups}
        onChange={(chosen) => onChange([...chosen, ...named])}
      >
        <p className="text-xs text-muted-foreground">
          {licences.length > 0
            ? "Pictures without a known licence are left out."
            : "None chosen means any, unknown ones too."}
        </p>
        {children}
      </ManyField>
      <details open={named.length > 0 || undefined} className="text-xs">
        <summary className="w-fit cursor-pointer text-muted-foreground">
          Choose licences by name
        </summary>
        <div className="mt-2">
          <ManyField
            label="Any of these"
            choices={LICENCES}
            chosen={named}
            onChange={(chosen) => onChange([...groups, ...chosen])}
          />
        </div>
      </details>
    </div>
  );
}
