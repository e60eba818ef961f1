"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { FieldErrors } from "../missing-fields";
import { SwitchLine } from "../switch-line";
import type { OwnMaterial } from "./own-material";

type Bucket = OwnMaterial["bucket"];

/** Where in an S3 bucket the pictures lie. The key has its own dialog. */
export function BucketFields({
  bucket,
  errors,
  onChange,
}: {
  bucket: Bucket;
  errors: FieldErrors;
  onChange: (bucket: Bucket) => void;
}) {
  const field = (name: Exclude<keyof Bucket, "labelFromFolder">, placeholder: string) => (
    <Input
      value={bucket[name]}
      onChange={({ target }) => onChange({ ...bucket, [name]: target.value })}
      placeholder={placeholder}
      maxLength={1024}
      spellCheck={false}
      autoCapitalize="none"
      autoComplete="off"
    />
  );
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Bucket" error={errors["own/s3-prefix"]}>
          {field("bucket", "my-pictures")}
        </Field>
        <Field label="Prefix" optional>
          {field("prefix", "birds/2026/")}
        </Field>
        <Field label="Region">{field("region", "us-east-1")}</Field>
        <Field
          label="Endpoint"
          optional
          hint="Of a service other than AWS that speaks S3."
          error={errors["own/endpoint"]}
        >
          {field("endpoint", "https://s3.example.org")}
        </Field>
      </div>
      <SwitchLine
        label="Folders are labels"
        text="The last folder of a picture's path becomes its label."
        checked={bucket.labelFromFolder}
        onChange={(labelFromFolder) => onChange({ ...bucket, labelFromFolder })}
      />
    </div>
  );
}
