import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/jobs";
import * as jobs from "@/lib/services/jobs";

export const GET = route(op.listJobs, jobs.listJobs);
export const POST = route(op.createJob, jobs.createJob);
