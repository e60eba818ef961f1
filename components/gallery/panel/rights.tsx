import { CopyButton } from "@/components/copy-button";
import { ExternalLink } from "@/components/dataset/external-link";
import type { Image } from "@/lib/domain/image";
import { Facts, Section } from "./section";

/** The licence, whose work it is, and the sentence to credit it with. */
export function Rights({ image }: { image: Image }) {
  const { licence, licenceUrl, creator, creatorUrl, attribution } = image;
  const name = licence === "unknown" ? "Unknown" : licence;
  return (
    <Section title="Licence">
      <Facts
        rows={[
          [
            "Licence",
            licenceUrl ? (
              <ExternalLink key="licence" href={licenceUrl} label={`Licence ${name}`}>
                {name}
              </ExternalLink>
            ) : (
              name
            ),
          ],
          [
            "Creator",
            creator && creatorUrl ? (
              <ExternalLink key="creator" href={creatorUrl} label={`Creator ${creator}`}>
                {creator}
              </ExternalLink>
            ) : (
              creator
            ),
          ],
        ]}
      />
      <div className="flex items-start gap-2 rounded-md border bg-card py-1.5 pr-1.5 pl-2.5">
        <p className="min-w-0 flex-1 py-0.5 text-xs break-words">{attribution}</p>
        <CopyButton text={attribution} label="Copy the attribution" />
      </div>
    </Section>
  );
}
