import { rawRoute } from "@/lib/api/route";
import * as op from "@/lib/contract/jobs";
import * as events from "@/lib/services/job-events";

export const GET = rawRoute(op.streamJobEvents, events.streamJobEvents);
