import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/auth";
import * as auth from "@/lib/services/auth";

export const POST = route(op.syncProfile, auth.syncProfile);
