import { z } from "zod";

const Column = z.string().trim().min(1).max(200);

/** What a person's own sources need to know besides the addresses. */
export const SourceOptions = z
  .strictObject({
    "url-list": z
      .strictObject({
        urlColumn: Column.optional(),
        labelColumn: Column.optional(),
        captionColumn: Column.optional(),
      })
      .optional()
      .meta({ description: "Names of the columns, where they are not recognised by themselves." }),
    "web-page": z
      .strictObject({
        render: z.boolean().optional().meta({
          description: "Run the page's scripts in a headless browser before reading it.",
        }),
      })
      .optional(),
    site: z
      .strictObject({
        maxPages: z.int().min(1).max(2000).default(100),
        maxDepth: z.int().min(0).max(10).default(3),
        render: z.boolean().optional(),
        sitemap: z.boolean().default(true).meta({ description: "Read the site's sitemaps too." }),
      })
      .optional(),
    "s3-prefix": z
      .strictObject({
        bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
        prefix: z.string().max(1024).default(""),
        region: z
          .string()
          .regex(/^[a-z0-9-]{1,40}$/)
          .default("us-east-1"),
        endpoint: z
          .url({ protocol: /^https?$/ })
          .max(500)
          .optional()
          .meta({
            description: "Of a service other than AWS that speaks S3.",
          }),
        labelFromFolder: z.boolean().default(false),
      })
      .optional(),
  })
  .meta({ id: "SourceOptions" });
export type SourceOptions = z.infer<typeof SourceOptions>;
