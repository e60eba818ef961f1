import { z } from "zod";
import { Decision, Image, Label } from "@/lib/domain/image";
import { MAX_LABELS_PER_IMAGE } from "@/lib/domain/label";
import { Id } from "@/lib/domain/page";
import { Split } from "@/lib/domain/split";
import { operation } from "./operation";

const one = { tag: "Images", path: "/images/{imageId}" } as const;

export const getImage = operation({
  ...one,
  id: "getImage",
  method: "GET",
  summary: "Read an image",
  scope: "images:read",
  input: z.object({ imageId: Id }),
  output: Image,
  status: 200,
  errors: ["not-found"],
});
export const updateImage = operation({
  ...one,
  id: "updateImage",
  method: "PATCH",
  summary: "Decide on an image or change its labels",
  scope: "images:write",
  input: z.object({
    imageId: Id,
    decision: Decision.optional(),
    label: Label.optional(),
    labels: z.array(Label).min(1).max(MAX_LABELS_PER_IMAGE).optional(),
    split: Split.nullable().optional(),
  }),
  output: Image,
  status: 200,
  errors: ["not-found", "limit-exceeded"],
});
export const deleteImage = operation({
  ...one,
  id: "deleteImage",
  method: "DELETE",
  summary: "Delete an image; its file follows a day later, until then it can be brought back",
  scope: "images:write",
  input: z.object({ imageId: Id }),
  output: z.void(),
  status: 204,
  errors: ["not-found"],
});
export const getImageContent = operation({
  id: "getImageContent",
  tag: "Images",
  method: "GET",
  path: "/images/{imageId}/content",
  summary: "The original bytes (Range, ETag)",
  scope: "images:read",
  input: z.object({ imageId: Id }),
  output: z.void(),
  status: 200,
  errors: ["not-found", "range-not-satisfiable"],
  answers: "bytes",
});
export const getImageThumbnail = operation({
  id: "getImageThumbnail",
  tag: "Images",
  method: "GET",
  path: "/images/{imageId}/thumbnail",
  summary: "A WebP thumbnail",
  scope: "images:read",
  input: z.object({ imageId: Id }),
  output: z.void(),
  status: 200,
  errors: ["not-found"],
  answers: "bytes",
});
