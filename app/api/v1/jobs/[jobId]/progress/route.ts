import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/jobs";
import * as jobs from "@/lib/services/jobs";

export const GET = route(op.getJobProgress, jobs.getJobProgress);
