import { z } from "zod";
import { oneLine } from "./storable-text";

export const Keyword = z.string().overwrite(oneLine).trim().min(1).max(200);
