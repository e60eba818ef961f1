"use client";
import { countOf, formatCount } from "@/components/format";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { SwitchLine } from "../switch-line";
import { type AddressSource, type OwnMaterial, splitUrls } from "./own-material";

const TEXTS: Record<AddressSource, { label: string; hint: string; example: string }> = {
  "url-list": {
    label: "Addresses of pictures",
    hint: "One a line, at most 10,000.",
    example: "https://example.org/one.jpg\nhttps://example.org/two.jpg",
  },
  "web-page": {
    label: "Addresses of pages",
    hint: "One a line. The pictures on these pages are taken, and no link is followed.",
    example: "https://example.org/birds.html",
  },
  site: {
    label: "Addresses to start from",
    hint: "One a line. Links are followed within the same host, as far as robots.txt allows.",
    example: "https://example.org/",
  },
};
const RENDER = {
  label: "Run the pages' scripts",
  text: "For pages that show nothing without them. Slower.",
};

interface OwnProps {
  own: OwnMaterial;
  error: string | undefined;
  onChange: (change: Partial<OwnMaterial>) => void;
}

/** The addresses of pictures, pages or a site, with what each needs to know. */
export function AddressFields({ kind, own, error, onChange }: OwnProps & { kind: AddressSource }) {
  const { label, hint, example } = TEXTS[kind];
  const text = own.addresses[kind];
  const count = splitUrls(text).length;
  return (
    <div className="grid gap-4">
      <Field
        label={label}
        hint={count > 0 ? `${countOf(count, "address", "addresses")}.` : hint}
        error={error}
      >
        <Textarea
          value={text}
          onChange={({ target }) =>
            onChange({ addresses: { ...own.addresses, [kind]: target.value } })
          }
          placeholder={example}
          spellCheck={false}
          className="max-h-60 min-h-20 font-mono text-xs"
        />
      </Field>
      {kind === "web-page" && (
        <SwitchLine
          {...RENDER}
          checked={own.page.render}
          onChange={(render) => onChange({ page: { render } })}
        />
      )}
      {kind === "site" && <SiteFields site={own.site} onChange={(site) => onChange({ site })} />}
    </div>
  );
}

function SiteFields({
  site,
  onChange,
}: {
  site: OwnMaterial["site"];
  onChange: (site: OwnMaterial["site"]) => void;
}) {
  const numbers = [
    { name: "maxPages", label: "Pages, at most", min: 1, max: 2000 },
    { name: "maxDepth", label: "Links deep, at most", min: 0, max: 10 },
  ] as const;
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        {numbers.map(({ name, label, min, max }) => (
          <Field key={name} label={label} hint={`${min} to ${formatCount(max)}`}>
            <Input
              type="number"
              inputMode="numeric"
              min={min}
              max={max}
              value={site[name] ?? ""}
              onChange={({ target }) => {
                const given = Math.trunc(target.valueAsNumber);
                const value = Number.isNaN(given) ? null : Math.min(max, Math.max(min, given));
                onChange({ ...site, [name]: value });
              }}
            />
          </Field>
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <SwitchLine
          label="Read its sitemaps"
          text="Finds pages that no link leads to."
          checked={site.sitemap}
          onChange={(sitemap) => onChange({ ...site, sitemap })}
        />
        <SwitchLine
          {...RENDER}
          checked={site.render}
          onChange={(render) => onChange({ ...site, render })}
        />
      </div>
    </>
  );
}
