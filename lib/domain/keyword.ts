import { z } from "zod";

export const Keyword = z.string().trim().min(1).max(200);
