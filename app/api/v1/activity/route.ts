import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/activity";
import * as activity from "@/lib/services/activity";

export const GET = route(op.listActivity, activity.listActivity);
